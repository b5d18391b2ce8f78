import type { Path, Step } from '../containment/break.js'

/** Where in an event something stands, as people write it: `data.items[].price`. */
export const describePath = (part: 'payload' | 'headers', path: Path): string =>
  (part === 'payload' ? 'data' : 'headers') + path.map(describeStep).join('')

function describeStep(step: Step): string {
  if ('property' in step) {
    return /^[\p{ID_Start}$_][\p{ID_Continue}$_-]*$/u.test(step.property)
      ? `.${step.property}`
      : `[${JSON.stringify(step.property)}]`
  }
  if ('index' in step) return `[${step.index}]`
  return 'anyItem' in step ? '[]' : step.pattern === undefined ? '.*' : `[/${step.pattern}/]`
}

/** Equal for paths to one place. */
export const pathKey = (path: Path): string => JSON.stringify(path)

export const startsWith = (path: Path, start: Path): boolean =>
  start.length <= path.length && pathKey(path.slice(0, start.length)) === pathKey(start)
