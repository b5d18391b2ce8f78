import type { MachineError } from './problem-in.js'

/** Notes that a value violates a keyword; the answer is that of the machine code that found it so. */
export function fault(
  complaints: MachineError[],
  instancePath: string,
  keyword: string,
  params: MachineError['params'],
): false {
  complaints.push({ instancePath, keyword, params })
  return false
}

/** Notes the first of some names that an object does not have. */
export function missing(
  complaints: MachineError[],
  instancePath: string,
  object: Readonly<Record<string, unknown>>,
  names: readonly string[],
): false {
  const member = names.find((name) => object[name] === undefined || !Object.hasOwn(object, name))
  return fault(complaints, instancePath, 'required', { member })
}

/** A name as it stands in a JSON pointer. */
export const pointerToken = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')
