import { defineRule } from '../define-rule.js'
import { messages } from '../example.js'

export default defineRule({
  id: 'example-mismatch',
  severity: 'error',
  recommended: 'always',
  summary: 'An example fits its schema.',
  why: 'People copy examples. One that the validators refuse is either a wrong example or a wrong schema, and either sends somebody the wrong way.',
  valid: [
    messages`
      OrderPlaced:
        x-event: { kind: domain }
        summary: It fits.
        payload: { type: object, properties: { pizzas: { type: integer } } }
        examples: [{ payload: { pizzas: 2 } }]
    `,
    messages`
      OrderPlaced:
        x-event: { kind: domain }
        summary: The schema is silent about other properties, and so they may be there.
        payload: { type: object, properties: { pizzas: { type: integer } } }
        examples: [{ payload: { pizzas: 2, note: no garlic } }]
    `,
  ],
  invalid: [
    {
      contract: messages`
        OrderPlaced:
          summary: A text for a number.
          payload: { type: object, properties: { pizzas: { type: integer } } }
          examples: [{ payload: { pizzas: two } }]
      `,
      finds: ['the example does not fit the payload of event OrderPlaced: /pizzas must be integer'],
    },
    {
      contract: messages`
        OrderPlaced:
          summary: A header that is missing.
          headers: { type: object, required: [tenant], properties: { tenant: { type: string } } }
          payload: { type: object }
          examples: [{ headers: {} }]
      `,
      finds: ["the example does not fit the headers of event OrderPlaced: it must have required property 'tenant'"],
    },
  ],
  check({ found }, report) {
    for (const { place, message, mend } of found('example-mismatch')) report(place, { message, mend })
  },
})
