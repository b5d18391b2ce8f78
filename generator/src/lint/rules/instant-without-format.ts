import { referenceIn, type Schema } from '@tidings/contract'
import { defineRule } from '../define-rule.js'
import { messages } from '../example.js'
import { isOfType } from '../schema-facets.js'
import type { SchemaSite } from '../walk-schemas.js'
import { wordsOf } from '../words.js'

/** What limits a text already, to instants or to something else. */
const limits = ['format', 'pattern', 'enum', 'const', 'maxLength', 'contentEncoding', 'contentMediaType'] as const

export default defineRule({
  id: 'instant-without-format',
  severity: 'warning',
  recommended: 'always',
  summary: 'A text that is an instant says so by its format.',
  why: 'Without a format "yesterday", "14/03/2026" and an instant without its offset are all valid, and each reader guesses another time zone. With "format: date-time" (RFC 3339) the wrong ones are refused where they are made. --fix adds it where examples of the property prove that nothing else is meant.',
  valid: [
    messages`
      OrderPlaced:
        x-event: { kind: domain }
        payload:
          type: object
          properties:
            placedAt: { type: string, format: date-time }
            bakedAt: { type: integer, description: Seconds since 1970. }
        summary: A format, or a number.
        examples: [{ payload: { placedAt: "2026-03-14T18:30:00Z", bakedAt: 1773513000 } }]
    `,
    messages`
      OrderPlaced:
        x-event: { kind: domain }
        payload:
          type: object
          properties:
            format: { type: string }
            placedAt: { type: string, examples: [14/03/2026] }
        summary: No instant by its name, and none by its example.
        examples: [{ payload: { format: menu } }]
    `,
  ],
  invalid: [
    {
      contract: messages`
        OrderPlaced:
          x-event: { kind: domain }
          payload:
            type: object
            properties:
              placed_at: { type: string }
          summary: Nothing proves what is meant.
      `,
      finds: ['OrderPlaced.placed_at is an instant by its name and any text by its schema; expected a format'],
    },
    {
      contract: messages`
        OrderPlaced:
          x-event: { kind: domain }
          payload:
            type: object
            properties:
              timestamp:
                type: string # of the order
                description: When it was placed.
          summary: An example proves it.
          examples: [{ payload: { timestamp: "2026-03-14T18:30:00Z" } }]
      `,
      finds: ['OrderPlaced.timestamp is an instant by its name and any text by its schema; expected a format'],
      fixed: messages`
        OrderPlaced:
          x-event: { kind: domain }
          payload:
            type: object
            properties:
              timestamp:
                type: string # of the order
                format: date-time
                description: When it was placed.
          summary: An example proves it.
          examples: [{ payload: { timestamp: "2026-03-14T18:30:00Z" } }]
      `,
    },
  ],
  check({ sites, place, homeOf }, report) {
    for (const site of sites()) {
      const { facets, property, schema, path } = site
      if (property === undefined || !isInstant(property) || !isOfType(facets, 'string')) continue
      if (limits.some((limit) => facets[limit] !== undefined) || isUnion(schema)) continue
      if (/epoch|unix|seconds since/i.test(facets.description ?? '')) continue
      const shown = examplesOf(site)
      if (shown.some((value) => !isDateTime(value))) continue
      const home = shown.length > 0 && isTyped(schema) ? homeOf(site) : undefined
      report(place(site, 'type'), {
        message: `${path} is an instant by its name and any text by its schema; expected a format`,
        mend: 'Add "format: date-time", as RFC 3339 writes instants. If it is something else, give it a pattern or another format.',
        ...(home?.pointer === undefined
          ? {}
          : { fix: { pointer: home.pointer, key: 'format', value: 'date-time', after: 'type' } }),
      })
    }
  },
})

/** Where something is, and not when. */
const places = /^(?:aimed|available|based|employed|found|hosted|located|look|staying|stored|working)$/

/** `createdAt`, `timestamp`, `eventTimestamp`, `occurredOn`, `startDateTime`. */
function isInstant(property: string): boolean {
  const words = wordsOf(property)
  const [before = '', last = ''] = [words.at(-2), words.at(-1)]
  if (last === 'timestamp' || last === 'datetime' || (before === 'date' && last === 'time')) return true
  return words.length > 1 && ((last === 'at' && !places.test(before)) || (last === 'on' && before === 'occurred'))
}

/** Its alternatives are judged one by one. */
const isUnion = (schema: Schema): boolean =>
  typeof schema === 'object' && (schema.oneOf !== undefined || schema.anyOf !== undefined)

const isTyped = (schema: Schema): boolean =>
  typeof schema === 'object' && referenceIn(schema) === undefined && schema.type !== undefined

/** Those of the property itself, and those of its events where it stands at the top of a payload. */
function examplesOf({ facets, property = '', around, root }: SchemaSite): unknown[] {
  const own = [...(facets.examples ?? []), ...(facets.default === undefined ? [] : [facets.default])]
  if (around?.around !== undefined || !('examples' in root)) return own
  const shown = root.examples.flatMap(({ payload }) =>
    typeof payload === 'object' && payload !== null && Object.hasOwn(payload, property)
      ? [(payload as Readonly<Record<string, unknown>>)[property]]
      : [],
  )
  return [...own, ...shown]
}

const isDateTime = (value: unknown): boolean =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/.test(value)
