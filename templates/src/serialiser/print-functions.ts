import type { Schema } from '@tidings/contract'
import { type Code, code, declared, identifier, imported, join, raw } from '../output/code.js'
import { isIdentifierName } from '../output/identifier.js'
import { string } from '../output/text.js'
import { type Form, isStructured, type Member, type Membered } from './form.js'

export interface PrintedFunctions {
  /** The name of the function that writes values of the schema. */
  readonly own: Code
  readonly declarations: readonly Code[]
}

/** A schema to write functions for, and its name where it is a shared one. */
export interface Printed {
  readonly schema: Schema
  readonly name?: string
}

/**
 * The functions that write values of a schema, one for each object inside it. An object that has other members than
 * its schema names, which an open one may have and a closed one that was read tolerantly, is left to `JSON.stringify`.
 */
export function printFunctions(
  { schema, name: self }: Printed,
  formOf: (schema: Schema) => Form,
  referTo: (name: string) => Code,
): PrintedFunctions {
  const names = new Map<Schema, string>()
  const open: Schema[] = []
  const functionFor = (inner: Schema, form: Form): Code => {
    if (form.kind === 'named') return form.name === self ? functionOf(schema) : referTo(form.name)
    return functionOf(inner)
  }
  const functionOf = (inner: Schema): Code => {
    const name = names.get(inner) ?? `print${names.size}`
    if (!names.has(inner)) open.push(inner)
    names.set(inner, name)
    return identifier(name)
  }
  const writer: Writer = { formOf, functionFor }
  const own = functionFor(schema, formOf(schema))
  const declarations: Code[] = []
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    const name = declared(names.get(next) ?? '')
    declarations.push(code`
      function ${name}(v) {
        ${bodyOf(formOf(next), writer)}
      }
    `)
  }
  return { own, declarations }
}

interface Writer {
  readonly formOf: (schema: Schema) => Form
  readonly functionFor: (schema: Schema, form: Form) => Code
}

/** What a text is put together of: text that is always the same, and what gives text. */
type Piece = string | Code

function bodyOf(form: Form, writer: Writer): Code {
  if (form.kind === 'object') return objectBody(form, writer)
  if (form.kind !== 'nullable') return code`return ${sumOf(piecesOf(form, raw('v'), writer))}`
  return code`
    if (v === null) return 'null'
    ${bodyOf(form.form, writer)}
  `
}

function objectBody({ members }: Membered, writer: Writer): Code {
  const required = members.filter(({ isRequired }) => isRequired)
  const optional = members.filter(({ isRequired }) => !isRequired)
  const known = [raw(String(required.length)), ...optional.map((member) => code`(${isPresent(member)})`)]
  const guard = code`if (${fromRuntime('members')}(v) !== ${sum(known)}) return JSON.stringify(v)`
  if (required.length === 0) {
    return code`
      ${guard}
      let t = '{', c = ''
      ${optional.map((member) => code`if (${isPresent(member)}) t += c + ${sumOf(memberPieces(member, '', writer))}, c = ','`)}
      return t + '}'
    `
  }
  const text = sumOf([
    ...required.flatMap((member, at) => memberPieces(member, at === 0 ? '{' : ',', writer)),
    ...optional.map((member) => code`(${isPresent(member)} ? ${sumOf(memberPieces(member, ',', writer))} : '')`),
    '}',
  ])
  return code`
    ${guard}
    return ${text}
  `
}

const isPresent = ({ name }: Member): Code => code`${memberOf(name)} !== undefined`

const memberOf = (name: string): Code =>
  isIdentifierName(name) ? code`v.${identifier(name)}` : code`v[${string(name)}]`

const memberPieces = ({ name, schema }: Member, before: string, writer: Writer): readonly Piece[] => [
  `${before}${JSON.stringify(name)}:`,
  ...valuePieces(schema, memberOf(name), writer),
]

function valuePieces(schema: Schema, value: Code, writer: Writer): readonly Piece[] {
  const form = writer.formOf(schema)
  if (form.kind === 'list' || !isStructured(form)) return piecesOf(form, value, writer)
  return [code`${writer.functionFor(schema, form)}(${value})`]
}

function piecesOf(form: Form, value: Code, writer: Writer): readonly Piece[] {
  switch (form.kind) {
    case 'bare':
      return [value]
    case 'plain':
      return ['"', value, '"']
    case 'text':
      return ['"', code`${fromRuntime('escaped')}(${value})`, '"']
    case 'list':
      return [code`${fromRuntime('items')}(${value}, ${writer.functionFor(form.items, writer.formOf(form.items))})`]
    case 'nullable':
      return [code`(${value} === null ? 'null' : ${sumOf(piecesOf(form.form, value, writer))})`]
    default:
      return [code`JSON.stringify(${value})`]
  }
}

/** The text of pieces, of which those that are always the same and stand beside each other are one. */
function sumOf(pieces: readonly Piece[]): Code {
  const terms: Code[] = []
  let constant = ''
  const close = () => {
    if (constant !== '') terms.push(string(constant))
    constant = ''
  }
  for (const piece of pieces) {
    if (typeof piece === 'string') constant += piece
    else {
      close()
      terms.push(piece)
    }
  }
  close()
  return sum(terms)
}

const sum = (terms: readonly Code[]): Code =>
  join(
    terms.flatMap((term, at) => (at === 0 ? [term] : [raw('+'), term])),
    ' ',
  )

const fromRuntime = (name: string): Code => imported('@tidings/runtime/sdk/v1', name)
