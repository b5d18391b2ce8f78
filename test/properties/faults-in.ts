import type { ErrorObject } from 'ajv'

/** What is wrong, and where. */
export interface Fault {
  readonly pointer: string
  readonly keyword: string
}

/** What plain Ajv finds wrong, in the words of docs/validators.md. */
export const faultsIn = (errors: readonly ErrorObject[]): readonly Fault[] =>
  errors
    .filter((error) => !isSummary(error) && !isOfName(error))
    .map((error) => ({ pointer: pointerOf(error), keyword: wordFor(error.keyword) }))

/** That no alternative fits adds nothing to what each alternative says. */
const isSummary = ({ keyword, params }: ErrorObject) =>
  keyword === 'anyOf' || keyword === 'if' || (keyword === 'oneOf' && params['passingSchemas'] === null)

/** What is wrong with the name itself is said as `propertyNames`. */
const isOfName = ({ keyword, propertyName }: ErrorObject) => propertyName !== undefined && keyword !== 'propertyNames'

/** Ajv points at the object or array that was judged. */
function pointerOf({ keyword, instancePath, params }: ErrorObject): string {
  switch (keyword) {
    case 'required':
    case 'dependencies':
      return below(instancePath, params['missingProperty'])
    case 'additionalProperties':
      return below(instancePath, params['additionalProperty'])
    case 'propertyNames':
      return below(instancePath, params['propertyName'])
    case 'uniqueItems':
      return below(instancePath, Math.max(params['i'], params['j']))
    default:
      return instancePath
  }
}

const below = (pointer: string, token: string | number) =>
  `${pointer}/${String(token).replaceAll('~', '~0').replaceAll('/', '~1')}`

/** Alternatives that constants tell apart are one `enum` to us. */
const wordFor = (keyword: string) => (keyword === 'const' ? 'enum' : keyword === 'false schema' ? 'false' : keyword)

/** Whether a problem is one of these. */
export const isAmong = (faults: readonly Fault[], { pointer, keyword }: Fault): boolean =>
  faults.some((fault) => fault.pointer === pointer && fault.keyword === wordFor(keyword))

/** Whether one place holds the other, or both are the same. */
export const isOnOneWay = (one: string, other: string): boolean =>
  one === other || one.startsWith(`${other}/`) || other.startsWith(`${one}/`)
