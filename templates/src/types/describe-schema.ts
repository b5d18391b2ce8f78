import type { Schema, SchemaObject } from '@tidings/contract'
import { type Tag, tag } from '../output/index.js'

/** What a schema tells its readers, as paragraphs and tags for `doc`. */
export function describeSchema(schema: Schema | undefined): readonly (string | Tag)[] {
  if (typeof schema !== 'object' || schema.$ref !== undefined) return []
  const { description = schema.title, externalDocs } = schema
  const facts = factsOf(schema).join(' ')
  return [
    ...(description === undefined ? [] : [description]),
    ...(facts === '' ? [] : [facts]),
    ...(schema.default === undefined ? [] : [tag('default', shown(schema.default))]),
    ...(externalDocs === undefined
      ? []
      : [tag('see', [externalDocs.url, externalDocs.description].filter(isText).join(' '))]),
    ...(schema.deprecated === true ? [tag('deprecated')] : []),
  ]
}

const isText = (text: string | undefined): text is string => text !== undefined
const shown = (value: unknown) => JSON.stringify(value)
const plural = (count: number, noun: string) =>
  `${count} ${count === 1 ? noun : noun === 'property' ? 'properties' : `${noun}s`}`

/** What the type does not say of the values, a sentence each. */
function factsOf(schema: SchemaObject): string[] {
  return [
    schema.readOnly === true ? 'Read only.' : undefined,
    schema.writeOnly === true ? 'Write only.' : undefined,
    [schema.type].flat().includes('integer') && schema.enum === undefined && schema.const === undefined
      ? 'A whole number.'
      : undefined,
    schema.format === undefined ? undefined : `Format: ${schema.format}.`,
    boundsOf(schema),
    schema.multipleOf === undefined ? undefined : `A multiple of ${schema.multipleOf}.`,
    rangeOf(schema.minLength, schema.maxLength, 'character'),
    rangeOf(schema.minItems, schema.maxItems, 'item'),
    schema.uniqueItems === true ? 'No item twice.' : undefined,
    rangeOf(schema.minProperties, schema.maxProperties, 'property'),
    schema.contentEncoding === undefined ? undefined : `Encoding: ${schema.contentEncoding}.`,
    schema.contentMediaType === undefined ? undefined : `Media type: ${schema.contentMediaType}.`,
    schema.pattern === undefined ? undefined : `Pattern: ${schema.pattern}`,
  ].filter(isText)
}

function boundsOf({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: SchemaObject): string | undefined {
  const bounds = [
    minimum === undefined ? undefined : `at least ${minimum}`,
    exclusiveMinimum === undefined ? undefined : `more than ${exclusiveMinimum}`,
    maximum === undefined ? undefined : `at most ${maximum}`,
    exclusiveMaximum === undefined ? undefined : `less than ${exclusiveMaximum}`,
  ].filter(isText)
  return bounds.length === 0 ? undefined : capitalised(`${bounds.join(', ')}.`)
}

function rangeOf(least: number | undefined, most: number | undefined, noun: string): string | undefined {
  if (least === undefined && most === undefined) return undefined
  if (least === most && least !== undefined) return `${plural(least, noun)}.`
  if (most === undefined) return least === 0 ? undefined : `At least ${plural(least ?? 0, noun)}.`
  return least === undefined || least === 0 ? `At most ${plural(most, noun)}.` : `${least} to ${plural(most, noun)}.`
}

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
