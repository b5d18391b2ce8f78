import { defineRule } from '../define-rule.js'
import { messages } from '../example.js'
import { isOfType } from '../schema-facets.js'
import type { SchemaSite } from '../walk-schemas.js'
import { wordsOf } from '../words.js'

/** Whatever else they are of, it is money. */
const sums = /^(?:price|cost|fee|fare|salary|wage|revenue|turnover|refund|surcharge|subtotal|vat)s?$/
/** Money where a currency stands beside them. */
const amounts =
  /^(?:amount|total|balance|tax|discount|value|sum|payment|budget|income|profit|deposit|charge|due|paid|net|gross)s?$/
/** Beside these, a price is a quotation of a market. */
const quotations = new Set(['ask', 'bid', 'close', 'high', 'low', 'open', 'volume'])

export default defineRule({
  id: 'money-as-float',
  severity: 'warning',
  recommended: 'always',
  summary: 'An amount of money is no floating-point number.',
  why: 'A JSON number is read as binary floating point nearly everywhere, and 0.1 + 0.2 is 0.30000000000000004 there. Sums of money come out wrong by a cent, and nobody notices until the books are closed. Decimal text ("15.99") and whole cents are exact.',
  valid: [
    messages`
      OrderPlaced:
        x-event: { kind: domain }
        payload:
          type: object
          properties:
            total: { type: string, pattern: '^\d+\.\d\d$' }
            totalInCents: { type: integer }
            currency: { type: string, pattern: '^[A-Z]{3}$' }
        summary: Decimal text, or whole cents.
        examples: [{ payload: { total: "15.99", totalInCents: 1599, currency: EUR } }]
    `,
    messages`
      TankMeasured:
        x-event: { kind: domain }
        payload:
          type: object
          properties:
            total: { type: number }
            amount: { type: number }
        summary: Litres.
        examples: [{ payload: { total: 12.5, amount: 1.5 } }]
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
              unitPrice: { type: number }
          summary: A price.
          examples: [{ payload: { unitPrice: 15.99 } }]
      `,
      finds: [
        'OrderPlaced.unitPrice is an amount of money as a floating-point number; expected decimal text, or an integer of its smallest unit',
      ],
    },
    {
      contract: messages`
        OrderPlaced:
          payload:
            type: object
            properties:
              total: { type: number, multipleOf: 0.01 }
              currency: { type: string }
          summary: A currency beside it says what it is. Two decimals of a binary number are no decimals.
      `,
      finds: [
        'OrderPlaced.total is an amount of money as a floating-point number; expected decimal text, or an integer of its smallest unit',
      ],
    },
  ],
  check({ sites, place, meansEvents }, report) {
    for (const site of sites()) {
      if (!isOfType(site.facets, 'number') || !isMoney(site, meansEvents) || isRepeated(site)) continue
      report(place(site, 'type'), {
        message: `${site.path} is an amount of money as a floating-point number; expected decimal text, or an integer of its smallest unit`,
        mend: 'Write it as text with a pattern such as ^-?(0|[1-9][0-9]*)\\.[0-9]{2}$, or as an integer of cents. Both break who reads it now: make a new version of the event.',
      })
    }
  },
})

function isMoney({ property, holder }: SchemaSite, meansEvents: boolean): boolean {
  const words = property === undefined ? [] : wordsOf(property)
  const last = words.at(-1) ?? ''
  const beside = Object.keys(holder?.properties ?? {})
  if (beside.some((name) => quotations.has(name.toLowerCase()))) return false
  const hasCurrency = beside.some((name) => /currency(?:code|id)?$/.test(wordsOf(name).join('')))
  return hasCurrency ? sums.test(last) || amounts.test(last) : meansEvents && sums.test(last)
}

/** Said where the property stands, and not again of an alternative of it. */
const isRepeated = ({ around, property }: SchemaSite): boolean =>
  around?.property === property && around !== undefined && isOfType(around.facets, 'number')
