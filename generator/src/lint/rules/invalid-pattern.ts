import type { Place } from '@tidings/contract'
import { defineRule, type Report } from '../define-rule.js'
import { messages } from '../example.js'
import { isInline } from '../schema-facets.js'

export default defineRule({
  id: 'invalid-pattern',
  severity: 'warning',
  recommended: 'always',
  summary: 'A pattern is a regular expression of ECMA-262.',
  why: 'JSON Schema takes its regular expressions from JavaScript (draft-07, section 4.3). One that is none, or is one only in Java, PCRE or Python, checks nothing here and something else elsewhere.',
  valid: [
    messages`
      OrderPlaced:
        x-event: { kind: domain }
        summary: With a look-ahead and a class of letters.
        payload: { type: object, properties: { orderId: { type: string, pattern: '^(?=.{1,9}$)\p{L}[\w-]*$' } } }
        examples: [{ payload: { orderId: a-17 } }]
    `,
    messages`
      OrderPlaced:
        x-event: { kind: domain }
        summary: An escape that only the older dialect takes.
        payload: { type: object, properties: { orderId: { type: string, pattern: '^\-[a-z]+$' } } }
        examples: [{ payload: { orderId: -a } }]
    `,
  ],
  invalid: [
    {
      contract: messages`
        OrderPlaced:
          summary: A parenthesis too few.
          payload: { type: object, properties: { orderId: { type: string, pattern: '^([a-z]+$' } } }
      `,
      finds: [
        'the pattern ^([a-z]+$ of OrderPlaced.orderId is no regular expression: Unterminated group; expected one of ECMA-262',
      ],
    },
    {
      contract: messages`
        OrderPlaced:
          summary: Java; and a key that is no pattern.
          payload:
            type: object
            properties: { orderId: { type: string, pattern: '(?>a+)b' } }
            patternProperties: { '*': { type: integer } }
      `,
      finds: [
        'the pattern (?>a+)b of OrderPlaced.orderId is no regular expression: Invalid group; expected one of ECMA-262',
        'the pattern * of OrderPlaced is no regular expression: Nothing to repeat; expected one of ECMA-262',
      ],
    },
  ],
  check({ sites, place }, report) {
    for (const site of sites()) {
      if (!isInline(site.schema)) continue
      const { pattern, patternProperties } = site.schema
      if (pattern !== undefined) judge(pattern, site.path, place(site, 'pattern'), report)
      for (const key of Object.keys(patternProperties ?? {})) {
        judge(key, site.path, place(site, 'patternProperties', key), report)
      }
    }
  },
})

function judge(pattern: string, path: string, place: Place, report: Report): void {
  const why = problemOf(pattern)
  if (why === undefined) return
  report(place, {
    message: `the pattern ${pattern} of ${path} is no regular expression: ${why}; expected one of ECMA-262`,
    mend: 'Correct it as JavaScript writes regular expressions, without slashes around it.',
  })
}

/** What is wrong with it in both dialects of the language. */
function problemOf(pattern: string): string | undefined {
  const problems = ['u', ''].map((flags) => {
    try {
      new RegExp(pattern, flags)
      return undefined
    } catch (error) {
      return /: ([^:]*)$/.exec(error instanceof Error ? error.message : '')?.[1] ?? 'it cannot be read'
    }
  })
  return problems.includes(undefined) ? undefined : problems[1]
}
