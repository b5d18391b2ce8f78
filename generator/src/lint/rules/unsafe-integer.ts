import type { Json } from '@tidings/contract'
import { defineRule } from '../define-rule.js'
import { messages } from '../example.js'
import { isInline } from '../schema-facets.js'

const keywords = [
  'const',
  'default',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'enum',
  'examples',
] as const

export default defineRule({
  id: 'unsafe-integer',
  severity: 'warning',
  recommended: 'always',
  summary: 'A number in a schema stays within 2^53.',
  why: 'Most readers of JSON keep numbers as 64-bit floating point, which holds each integer up to 9007199254740991 (2^53 − 1) and beyond it only some: 9007199254740993 arrives as 9007199254740992. The generated SDK refuses what would arrive as another number.',
  valid: [
    messages`
      OrderPlaced:
        x-event: { kind: domain }
        summary: The greatest that is safe.
        payload: { type: object, properties: { number: { type: integer, maximum: 9007199254740991 } } }
        examples: [{ payload: { number: 17 } }]
    `,
    messages`
      StarsCounted:
        x-event: { kind: domain }
        summary: Digits as text; and a number that is no integer.
        payload:
          type: object
          properties:
            stars: { type: string, pattern: '^\d{1,30}$' }
            mass: { type: number, maximum: 1.0e+300 }
        examples: [{ payload: { stars: "200000000000000000000000" } }]
    `,
  ],
  invalid: [
    {
      contract: messages`
        OrderPlaced:
          summary: All that 64 bits can hold.
          payload: { type: object, properties: { number: { type: integer, maximum: 9223372036854775807 } } }
      `,
      finds: ['OrderPlaced.number has the "maximum" 9223372036854776000; expected an integer within ±9007199254740991'],
    },
    {
      contract: messages`
        CustomerRegistered:
          summary: An id of another system.
          payload: { type: object, properties: { tenant: { enum: [1, 10765432100123456789] } } }
      `,
      finds: [
        'CustomerRegistered.tenant has 10765432100123458000 in its "enum"; expected an integer within ±9007199254740991',
      ],
    },
  ],
  check({ sites, place }, report) {
    for (const site of sites()) {
      // what comes from Avro has bounds that its author did not write
      if (!isInline(site.schema) || site.events.some(({ schemaFormat }) => schemaFormat === 'avro')) continue
      const isNumber = site.schema.type === 'number'
      for (const keyword of keywords) {
        const said = site.schema[keyword]
        const unsafe = (Array.isArray(said) ? said : [said]).find((value: Json) => isUnsafe(value))
        if (unsafe === undefined || isNumber) continue
        const what = Array.isArray(said) ? `has ${unsafe} in its "${keyword}"` : `has the "${keyword}" ${unsafe}`
        report(place(site, keyword), {
          message: `${site.path} ${what}; expected an integer within ±9007199254740991`,
          mend: 'Bound it by ±9007199254740991; or, where greater ones are meant, make it text: "type: string" with a pattern of digits.',
        })
      }
    }
  },
})

const isUnsafe = (value: unknown): boolean =>
  typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)
