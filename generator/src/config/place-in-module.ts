import type { ConfigPath } from './check-config.js'

interface Frame {
  readonly opener: string
  step: string | number | undefined
  /** A key, or an entry, may begin here. */
  isOpen: boolean
}

/**
 * Line and column of a key (or an entry of a list) in the text of a module, as far as text tells: the one whose way
 * agrees longest with `path`, from its end. So it is found too where a config is put together from constants.
 */
export function placeInModule(text: string, path: ConfigPath): { readonly line: number; readonly column: number } {
  let best = { offset: 0, agreement: 0 }
  for (const { way, offset } of waysIn(text)) {
    const agreement = agreementOf(way, path)
    if (agreement > best.agreement) best = { offset, agreement }
  }
  const before = text.slice(0, best.offset).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

function agreementOf(way: ConfigPath, path: ConfigPath): number {
  let length = 0
  while (length < path.length && length < way.length && way.at(-1 - length) === path.at(-1 - length)) length++
  // Of ways that agree equally long, the one that has nothing before.
  return length > 0 && length === way.length ? length + 0.5 : length
}

const comment = /\/\/[^\n]*|\/\*[\s\S]*?\*\//
const quoted = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\[\s\S])*`/
const word = /[\p{L}\p{N}_$]+/u
const token = new RegExp(`${comment.source}|(${quoted.source}|${word.source})|([{}[\\]():,])|\\S`, 'gu')

/** Every key of an object and entry of a list that the text writes, with the way to it from the outermost one. */
function* waysIn(text: string): Generator<{ readonly way: ConfigPath; readonly offset: number }> {
  const frames: Frame[] = []
  for (const { 0: found, 1: name, 2: mark, index } of text.matchAll(token)) {
    if (found.startsWith('//') || found.startsWith('/*')) continue
    const frame = frames.at(-1)
    if (frame?.isOpen && frame.opener === '[' && mark !== ']' && mark !== ',') {
      frame.isOpen = false
      yield { way: wayOf(frames), offset: index }
    }
    if (frame?.isOpen && frame.opener === '{' && name !== undefined) {
      frame.isOpen = false
      frame.step = name.replace(/^(['"])(.*)\1$/, '$2')
      yield { way: wayOf(frames), offset: index }
    }
    if (mark === '{' || mark === '(') frames.push({ opener: mark, step: undefined, isOpen: true })
    else if (mark === '[') frames.push({ opener: mark, step: 0, isOpen: true })
    else if (mark === '}' || mark === ']' || mark === ')') frames.pop()
    else if (mark === ',' && frame !== undefined) {
      frame.isOpen = true
      if (typeof frame.step === 'number') frame.step++
    }
  }
}

/** A call, as `defineConfig(…)`, is no step of the way, and what is around it neither. */
function wayOf(frames: readonly Frame[]): ConfigPath {
  const call = frames.findLastIndex(({ opener }) => opener === '(')
  return frames.slice(call + 1).flatMap(({ step }) => step ?? [])
}
