import { defineRule } from '../define-rule.js'
import { messages } from '../example.js'
import { type Facets, type FacetsOf, typesOf } from '../schema-facets.js'

export default defineRule({
  id: 'payload-not-object',
  severity: 'warning',
  recommended: 'with-conventions',
  summary: 'The payload of an event is an object.',
  why: 'An object takes a new property without breaking anybody who reads it. A text, a number or a list takes nothing: the first thing that is missing makes another event of it.',
  valid: [
    messages`
      OrderPlaced:
        x-event: { kind: domain }
        payload:
          oneOf:
            - { type: object, properties: { table: { type: integer } } }
            - { type: object, properties: { address: { type: string } } }
        summary: One of two objects.
        examples: [{ payload: { table: 4 } }]
    `,
    messages`
      KitchenClosed:
        x-event: { kind: domain }
        summary: No payload; that it happened says it all.
    `,
  ],
  invalid: [
    {
      contract: messages`
        OrderPlaced:
          x-event: { kind: domain }
          payload: { type: string }
          summary: The order's id.
          examples: [{ payload: "17" }]
      `,
      finds: ['the payload of the event OrderPlaced is of type string; expected an object'],
    },
    {
      contract: messages`
        OrderPlaced:
          x-event: { kind: domain }
          payload:
            properties:
              orderId: { type: string }
          summary: Whatever is no object is valid too.
          examples:
            - payload: { orderId: "17" }
      `,
      finds: [
        'the payload of the event OrderPlaced has properties and no type, so that any text or number is valid; expected an object',
      ],
      fixed: messages`
        OrderPlaced:
          x-event: { kind: domain }
          payload:
            type: object
            properties:
              orderId: { type: string }
          summary: Whatever is no object is valid too.
          examples:
            - payload: { orderId: "17" }
      `,
    },
  ],
  check({ events, sites, facetsOf, place, homeOf }, report) {
    const roots = new Map(sites().map((site) => [site.schema, site]))
    for (const event of events) {
      const { payload, examples } = event
      const site = payload === undefined ? undefined : roots.get(payload)
      if (payload === undefined || site === undefined) continue
      const others = otherTypes(site.facets, facetsOf)
      if (others.length > 0) {
        report(place(site, 'type'), {
          message: `the payload of the event ${event.id} is of type ${others.join(' or ')}; expected an object`,
          mend: 'Make a property of it, in an object.',
        })
      } else if (isUntyped(site.facets)) {
        const shown = examples.flatMap((example) => (example.payload === undefined ? [] : [example.payload]))
        const isProven = shown.length > 0 && shown.every((value) => typeof value === 'object' && !Array.isArray(value))
        const isInline = typeof payload === 'object' && payload.properties !== undefined
        const home = isProven && isInline ? homeOf(site) : undefined
        report(place(site), {
          message: `the payload of the event ${event.id} has properties and no type, so that any text or number is valid; expected an object`,
          mend: 'Add "type: object".',
          ...(home?.pointer === undefined ? {} : { fix: { pointer: home.pointer, key: 'type', value: 'object' } }),
        })
      }
    }
  },
})

/** The types beside `object` that it admits, of itself or in one of its alternatives. */
function otherTypes(facets: Facets, facetsOf: FacetsOf): string[] {
  const types = typesOf(facets).filter((type) => type !== 'object' && type !== 'null')
  if (typesOf(facets).length > 0) return types
  const members = [...(facets.oneOf ?? []), ...(facets.anyOf ?? [])].map((member) => typesOf(facetsOf(member)))
  return [...new Set(members.flat())].filter((type) => type !== 'object' && type !== 'null')
}

const isUntyped = (facets: Facets): boolean =>
  typesOf(facets).length === 0 &&
  facets.properties !== undefined &&
  facets.oneOf === undefined &&
  facets.anyOf === undefined &&
  facets.enum === undefined &&
  facets.const === undefined
