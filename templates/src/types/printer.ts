import { raw } from '../output/code.js'
import {
  type Code,
  code,
  continued,
  doc,
  either,
  indented,
  isEmpty,
  join,
  list,
  literal,
  nothing,
  propertyName,
} from '../output/index.js'
import { templateKey } from '../output/template-key.js'
import { describeSchema } from './describe-schema.js'
import { referencesOf } from './references.js'
import {
  type IndexSignature,
  type IntersectionType,
  isAnyKey,
  type Member,
  type ObjectType,
  type TupleType,
  type Type,
} from './type.js'
import type { TypeContext } from './type-context.js'
import { unite } from './unite.js'

/** Turns types into code, broken into lines as our formatter does. */
export interface Printer {
  inline(type: Type): Code
  /** The type after a label that may need lines of its own: `readonly size:`, `type Size =`. */
  labelled(label: Code, type: Type): Code
  /** The type after a `=`, after which a line may end. */
  aliased(label: Code, type: Type): Code
  body(type: ObjectType): Code[]
  isRecord(type: ObjectType): boolean
}

/** An object without docs and with no more members than this may stand on one line. */
const mostOnOneLine = 3

export function createPrinter({ reference, schemaOf, declares }: TypeContext): Printer {
  const printed = new Map<Type, Code>()
  return { inline, labelled, aliased, body, isRecord }

  /** Each type once: it stands in the line that fits and in the lines that are broken alike. */
  function inline(type: Type): Code {
    const code = printed.get(type) ?? print(type)
    printed.set(type, code)
    return code
  }

  function print(type: Type): Code {
    switch (type.is) {
      case 'literal':
        return literal(type.value)
      case 'reference':
        return reference(type.name)
      case 'array':
        return code`readonly ${operand(type.items)}[]`
      case 'tuple':
        return tuple(type)
      case 'object':
        return object(type)
      case 'union':
        return join(type.members.map(operandOfUnion), ' | ')
      case 'intersection': {
        const { flat, broken } = intersection(type)
        return either(flat, broken)
      }
      default:
        return keywords[type.is]
    }
  }

  function labelled(label: Code, type: Type): Code {
    if (type.is === 'union' && !isHugged(type.members)) {
      return either(code`${label} ${inline(type)}`, indented(join([label, ...alternatives(type.members)], '\n')))
    }
    return code`${label} ${inline(type)}`
  }

  function aliased(label: Code, type: Type): Code {
    if (type.is === 'reference') return code`${label}${continued(inline(type))}`
    if (type.is !== 'intersection' || type.members.slice(0, 2).some(({ is }) => is === 'object'))
      return labelled(label, type)
    const { flat, broken } = intersection(type)
    return either(code`${label} ${flat}`, code`${label}${continued(broken, { hug: true })}`)
  }

  function alternatives(members: readonly Type[]): Code[] {
    return members.map((member) => code`| ${indented(operandOfUnion(member))}`)
  }

  /** In brackets where `[]`, `&` or `?` would bind tighter. */
  function operand(type: Type): Code {
    if (type.is === 'union' && !isHugged(type.members)) {
      const broken = code`
        (
          ${alternatives(type.members)}
        )
      `
      return either(code`(${inline(type)})`, broken)
    }
    const loose = ['union', 'intersection', 'array', 'tuple'].includes(type.is)
    return loose ? code`(${inline(type)})` : inline(type)
  }

  function operandOfUnion(type: Type): Code {
    return type.is === 'intersection' ? code`(${inline(type)})` : inline(type)
  }

  function tuple({ elements, required, rest }: TupleType): Code {
    const items = elements.map((element, at) => (at < required ? inline(element) : code`${operand(element)}?`))
    return list('readonly [', [...items, rest === undefined ? nothing : code`...${operand(rest)}[]`], ']')
  }

  function object(type: ObjectType): Code {
    const members = body(type)
    const broken = code`
      {
        ${members}
      }
    `
    if (isRecord(type)) {
      const [value = keywords.unknown] = type.signatures.map((signature) => inline(signature.type))
      const record = code`Readonly<Record<string, ${value}>>`
      return type.signatures.length === 0 ? record : either(record, broken)
    }
    const plain = type.members.every(({ schema }) => isEmpty(doc(...describeSchema(schema))))
    if (!plain || members.length > mostOnOneLine) return broken
    return either(code`{ ${members.reduce((all, member) => code`${all}; ${member}`)} }`, broken)
  }

  function body({ members, signatures }: ObjectType): Code[] {
    return [...members.map(member), ...signatures.map(signature)]
  }

  function member({ name, type, optional, schema }: Member): Code {
    const mark = optional ? code`?` : nothing
    return join([doc(...describeSchema(schema)), labelled(code`readonly ${propertyName(name)}${mark}:`, type)], '\n')
  }

  function signature({ key, type, optional }: IndexSignature): Code {
    const keys = isAnyKey({ key }) ? code`string` : templateKey(key)
    return labelled(code`readonly [key: ${keys}]:`, optional ? unite([type, { is: 'undefined' }]) : type)
  }

  /** Whether it prints as `Readonly<Record<string, T>>`, which TypeScript refuses in a type that leads back to itself. */
  function isRecord({ members, signatures }: ObjectType): boolean {
    if (members.length > 0 || signatures.length > 1 || !signatures.every(isAnyKey)) return false
    return declares === undefined || !signatures.some(({ type }) => referencesOf(type, schemaOf).has(declares))
  }

  /** As our formatter breaks it: an object hugs what stands before it, all else goes to a line of its own. */
  function intersection({ members }: IntersectionType): { readonly flat: Code; readonly broken: Code } {
    const operands = members.map((member) =>
      member.is === 'union' || member.is === 'array' ? operand(member) : inline(member),
    )
    const [first = nothing, ...others] = operands
    const isObject = (at: number) => members[at]?.is === 'object'
    const broken = others.reduce((all, piece, at) => {
      if (isObject(at) === isObject(at + 1))
        return isObject(at) ? code`${all} & ${piece}` : code`${all} &${indented(code`${raw('\n')}${piece}`)}`
      return at > 0 ? code`${all} & ${indented(piece)}` : code`${all} & ${piece}`
    }, first)
    return { flat: join(operands, ' & '), broken }
  }
}

/** Our formatter keeps `{ ... } | null` together. */
const isHugged = (members: readonly Type[]): boolean =>
  members.length === 2 && members.some(({ is }) => is === 'object') && members.some(({ is }) => is === 'null')

const keywords = {
  unknown: code`unknown`,
  never: code`never`,
  undefined: code`undefined`,
  null: code`null`,
  boolean: code`boolean`,
  number: code`number`,
  string: code`string`,
}
