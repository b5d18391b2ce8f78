import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'

const depthLimit = 4
const folderLimit = 2000
const isUninteresting = /^(?:\..*|node_modules|dist|build|out|coverage|generated|fixtures|test|tests|__tests__)$/

/**
 * The AsyncAPI documents of a project, as paths from its folder with `/`: those that stand nearest to it. Where one
 * stands in the folder itself, that is the one.
 */
export async function findContracts(folder: string): Promise<readonly string[]> {
  let level: readonly string[] = ['']
  let seen = 0
  const found: string[] = []
  for (let depth = 0; depth < depthLimit && level.length > 0; depth++) {
    const next: string[] = []
    for (const at of level) {
      if (seen++ >= folderLimit) return found
      const entries = await readdir(join(folder, at), { withFileTypes: true }).catch(() => [])
      for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
        const path = at === '' ? entry.name : `${at}/${entry.name}`
        if (entry.isDirectory() && !isUninteresting.test(entry.name)) next.push(path)
        else if (entry.isFile() && (await isContract(join(folder, path)))) found.push(path)
      }
    }
    if (depth === 0 && found.length > 0) return found
    level = next
  }
  return found
}

/** By its name, and by what it begins with. */
async function isContract(file: string): Promise<boolean> {
  if (!/\.(?:ya?ml|json)$/i.test(file)) return false
  const handle = await open(file).catch(() => undefined)
  try {
    const { buffer, bytesRead } = (await handle?.read(Buffer.alloc(4096), 0, 4096, 0)) ?? {}
    const beginning = buffer?.toString('utf8', 0, bytesRead) ?? ''
    return /^\s*(?:[{]\s*)?["']?asyncapi["']?\s*:\s*["']?[23]\./m.test(beginning)
  } catch {
    return false
  } finally {
    await handle?.close()
  }
}
