import { describeValue } from './describe-value.js'
import type { MachineError } from './problem-in.js'
import { ucs2length } from './ucs2length.js'

/** What is wrong with one value, in the parts of a sentence. */
export interface Complaint {
  readonly pointer: string
  readonly keyword: string
  readonly value: unknown
  /** `Invalid type`, ... */
  readonly what: string
  /** The alternatives of what would have been right. */
  readonly expects: readonly string[]
  /** What was received, where it is not the value itself. */
  readonly received?: string
}

/**
 * A missing, an undeclared and a wrongly named property are pointed at themselves, the missing one where it would
 * stand; everything else at the value that was judged.
 */
export function complaintOf(error: MachineError, root: unknown): Complaint {
  const { keyword, instancePath, params } = standard(error, root)
  const member = params['member']
  const pointer = typeof member === 'string' ? `${instancePath}/${escapeToken(member)}` : instancePath
  const value = valueAt(root, pointer)
  return { pointer, keyword, value, ...textOf(keyword, params, value, typeof member === 'string' ? member : '') }
}

/** The keywords that stand in machine code for those of JSON Schema. */
function standard(error: MachineError, root: unknown): MachineError {
  if (error.keyword === 'types') return { ...error, keyword: 'type' }
  if (error.keyword === 'false schema') return { ...error, keyword: 'false' }
  if (error.keyword !== 'tagged') return error
  const value = valueAt(root, error.instancePath)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { ...error, keyword: 'type', params: { type: 'object' } }
  }
  return { ...error, keyword: Object.hasOwn(value, String(error.params['member'])) ? 'enum' : 'required' }
}

type Text = Pick<Complaint, 'what' | 'expects' | 'received'>

function textOf(keyword: string, params: MachineError['params'], value: unknown, member: string): Text {
  switch (keyword) {
    case 'type':
      return typeText(params['type'], value)
    case 'const':
    case 'enum':
      return { what: 'Invalid value', expects: listOf(params['allowed']).map(describeConstant) }
    case 'required':
      return { what: 'Missing property', expects: [JSON.stringify(member)] }
    case 'dependencies':
      return {
        what: 'Missing property',
        expects: [`${JSON.stringify(member)} beside ${JSON.stringify(params['property'])}`],
      }
    case 'additionalProperties':
      return { what: 'Undeclared property', expects: [`no ${JSON.stringify(member)}`] }
    case 'propertyNames':
      return { what: 'Invalid name', expects: ['another'], received: JSON.stringify(member) }
    case 'minLength':
    case 'maxLength':
      return {
        what: 'Invalid length',
        expects: [bound(keyword, params['limit'])],
        received: String(typeof value === 'string' ? ucs2length(value) : value),
      }
    case 'minItems':
    case 'maxItems':
    case 'additionalItems':
    case 'items':
      return {
        what: 'Invalid number of items',
        expects: [bound(keyword.startsWith('min') ? keyword : 'max', params['limit'])],
        received: String(Array.isArray(value) ? value.length : value),
      }
    case 'minProperties':
    case 'maxProperties':
      return {
        what: 'Invalid number of properties',
        expects: [bound(keyword, params['limit'])],
        received: String(Object.keys(Object(value)).length),
      }
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return { what: 'Invalid value', expects: [`${String(params['comparison'])} ${String(params['limit'])}`] }
    case 'multipleOf':
      return { what: 'Invalid value', expects: [`a multiple of ${String(params['multipleOf'])}`] }
    case 'pattern':
      return { what: 'Invalid text', expects: [`a match of ${String(params['pattern'])}`] }
    case 'format':
      return { what: 'Invalid format', expects: [String(params['format'])] }
    case 'uniqueItems':
      return {
        what: 'Repeated item',
        expects: ['each once'],
        received: `${describeValue(value)} as before at ${String(params['before'])}`,
      }
    case 'contains':
      return { what: 'Invalid items', expects: ['one that the schema asks for'] }
    case 'oneOf':
      return {
        what: 'Ambiguous value',
        expects: ['what fits one alternative'],
        received: `one that fits ${listOf(params['passing']).join(' and ')}`,
      }
    case 'not':
      return { what: 'Invalid value', expects: ['what the schema does not exclude'] }
    case 'false':
      return { what: 'Invalid value', expects: ['none'] }
    default:
      return { what: 'Invalid value', expects: [`what ${keyword} asks for`] }
  }
}

function typeText(type: unknown, value: unknown): Text {
  const expects = String(type).split(' ')
  const unsafe = expects.includes('integer') && Number.isInteger(value)
  return { what: 'Invalid type', expects: unsafe ? ['an integer of at most 2^53-1 either way'] : expects }
}

const bound = (keyword: string, limit: unknown) => `${keyword.startsWith('min') ? '>=' : '<='} ${String(limit)}`
const listOf = (list: unknown): readonly unknown[] => (list instanceof Set || Array.isArray(list) ? [...list] : [])
const describeConstant = (value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : describeValue(value))

/** Follows a pointer of RFC 6901 through own properties. */
function valueAt(root: unknown, pointer: string): unknown {
  let value = root
  for (const token of pointer.split('/').slice(1)) {
    const name = token.replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = Reflect.get(value, name)
  }
  return value
}

const escapeToken = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1')
