import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readPointer } from '../source/pointer.js'

/** Where a `$ref` leads: a file or a URL, and the reference tokens inside it. */
export type Reference =
  | { readonly kind: 'file' | 'remote'; readonly path: string; readonly tokens: readonly string[] }
  | { readonly kind: 'illegal'; readonly why: string }

/** Reads the text of a `$ref` that stands in the file (or at the URL) `from`. */
export function readReference(text: string, from: string): Reference {
  const hash = text.indexOf('#')
  const address = hash < 0 ? text : text.slice(0, hash)
  const fragment = decode(hash < 0 ? '' : text.slice(hash + 1))
  const tokens = fragment === undefined ? undefined : readPointer(fragment)
  if (tokens === undefined)
    return { kind: 'illegal', why: `"#${fragment ?? ''}" is no JSON pointer, which begins with "#/"` }
  if (address === '') return { kind: isRemote(from) ? 'remote' : 'file', path: from, tokens }
  return locate(address, from, tokens)
}

export function isRemote(path: string): boolean {
  return /^https?:\/\//i.test(path)
}

function locate(address: string, from: string, tokens: readonly string[]): Reference {
  if (isRemote(address)) return { kind: 'remote', path: address, tokens }
  if (address.startsWith('//')) return { kind: 'remote', path: `https:${address}`, tokens }
  if (isRemote(from)) {
    // what the network holds must not reach into this machine
    const url = URL.canParse(address, from) ? new URL(address, from) : undefined
    return url !== undefined && isRemote(url.href)
      ? { kind: 'remote', path: url.href, tokens }
      : { kind: 'illegal', why: 'a remote document may refer to remote documents only' }
  }
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(address)?.[1]?.toLowerCase()
  if (scheme === 'file') {
    try {
      return { kind: 'file', path: fileURLToPath(address), tokens }
    } catch {
      return { kind: 'illegal', why: 'it is no legal file URL' }
    }
  }
  if (scheme !== undefined) return { kind: 'illegal', why: `"${scheme}:" is neither a file nor a web address` }
  const path = decode(address)
  if (path === undefined || path.includes('\0')) return { kind: 'illegal', why: 'its path is not legal' }
  return { kind: 'file', path: resolve(dirname(from), path), tokens }
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
