import type { Schema } from '@tidings/contract'
import { type Code, code, declared, join } from '../output/index.js'
import { type SchemaPart, splitDeep } from '../schema/split-deep.js'
import { unwind } from '../schema/unwind.js'
import { createPrinter } from './printer.js'
import { readType } from './read-type.js'
import type { Type } from './type.js'
import type { TypeContext } from './type-context.js'

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
