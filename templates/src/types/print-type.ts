import type { Schema } from '@tidings/contract'
import { raw } from '../output/code.js'
import {
  type Code,
  code,
  continued,
  declared,
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
import { type SchemaPart, splitDeep } from '../schema/split-deep.js'
import { type SchemaOf, unwind } from '../schema/unwind.js'
import type { Approximation } from './approximation.js'
import { describeSchema } from './describe-schema.js'
import { readType } from './read-type.js'
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
import { unite } from './unite.js'

/** What a type needs to know of the file and the contract that it stands in. */
export interface TypeContext {
  /** How the file refers to a named schema of the contract. */
  reference(name: string): Code
  /** A named schema of the contract. */
  readonly schemaOf: SchemaOf
  /** What the approximations belong to, such as `OrderConfirmed`. */
  readonly of: string
  /** JSON pointer from there to the schema; empty unless given. */
  readonly pointer?: string
  /** Takes each place where the type cannot say what the schema says. */
  approximate(approximation: Approximation): void
  /** The name of the schema where it is a named one: it may lead back to itself. */
  readonly declares?: string | undefined
}

/** The type of the values of a schema, as it stands after a `:` or in a `<...>`. */
export function printType(schema: Schema, context: TypeContext): Code {
  return createPrinter(context).inline(typeOf(schema, context))
}

/**
 * Declares the type of a schema: an interface where it is an object with properties, else an alias. `name` is
 * `declared`. What is nested too deep for a compiler is declared beside it, and not exported.
 */
export function printDeclaration(name: Code, schema: Schema, context: TypeContext): Code {
  const { declares, schemaOf } = context
  const [whole, ...others] = splitDeep(declares === undefined ? schema : unwind(declares, schema, schemaOf))
  if (others.length === 0) return code`export ${printPart(name, whole, context)}`
  const parts = new Map(
    others.map((part, at) => [part.name, { ...part, identifier: declaredName(name, `Part${at + 1}`) }]),
  )
  const inner: TypeContext = {
    ...context,
    schemaOf: (other) => parts.get(other)?.schema ?? schemaOf(other),
    reference: (other) => parts.get(other)?.identifier ?? context.reference(other),
  }
  const declarations = [...parts.values()].map((part) =>
    printPart(part.identifier, part, { ...inner, declares: part.name }),
  )
  return join([code`export ${printPart(name, whole, inner)}`, ...declarations], '\n\n')
}

function printPart(name: Code, { schema, pointer }: SchemaPart, context: TypeContext): Code {
  const type = typeOf(schema, { ...context, pointer: (context.pointer ?? '') + pointer })
  const printer = createPrinter(context)
  if (type.is !== 'object' || printer.isRecord(type)) return printer.aliased(code`type ${name} =`, type)
  return code`
    interface ${name} {
      ${printer.body(type)}
    }
  `
}

/** Another name at the top level of the file, made of the one that is declared. */
function declaredName(name: Code, ending: string): Code {
  const [first] = name.parts.flatMap((part) => (typeof part === 'object' && 'declares' in part ? [part.declares] : []))
  return declared(`${first ?? 'Type'}${ending}`)
}

function typeOf(schema: Schema, context: TypeContext): Type {
  const { type, approximations } = readType(schema, context.schemaOf)
  const { of, pointer = '' } = context
  for (const approximation of approximations) {
    context.approximate({ of, ...approximation, pointer: pointer + approximation.pointer })
  }
  return type
}

interface Printer {
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

function createPrinter({ reference, schemaOf, declares }: TypeContext): Printer {
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
