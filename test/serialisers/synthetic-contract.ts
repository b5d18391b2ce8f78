import fc from 'fast-check'

/** What a serialiser looks at, and what it must not be led astray by. */
const schema = fc.letrec<{ schema: unknown }>((tie) => {
  const inner = tie('schema')
  const names = fc.constantFrom('a', 'b', 'c', 'x-a', '0', 'a"b', 'constructor', 'toString', 'a\\${c}', '</script>')
  const texts = fc.oneof(
    fc.constant({ type: 'string' }),
    fc
      .constantFrom('date-time', 'date', 'uuid', 'email', 'uri', 'duration', 'no-such')
      .map((format) => ({ type: 'string', format })),
    fc
      .constantFrom('^[A-Z]{3}$', '^-?(0|[1-9][0-9]*)\\.[0-9]{2}$', '^a|b$', '^[ -~]*$', 'x', '^.+$', '^\\w+-\\d$')
      .map((pattern) => ({ type: 'string', pattern })),
    fc.constantFrom({ enum: ['a', 'b'] }, { type: 'string', enum: ['a', '"'] }, { const: 'a' }, { const: 'a\\' }),
  )
  const scalars = fc.constantFrom(
    { type: 'integer' },
    { type: 'number' },
    { type: 'boolean' },
    { type: 'null' },
    { const: 5 },
  )
  const mixed = fc.constantFrom(
    ...[true, {}, { type: ['string', 'null'] }, { type: ['integer', 'boolean'] }, { type: ['string', 'integer'] }],
    ...[{ enum: ['a', 1, null] }, { type: ['object', 'null'], properties: { a: { type: 'string' } } }],
  )
  const object = fc
    .record({
      properties: fc.dictionary(names, inner, { maxKeys: 4, noNullPrototype: true }),
      required: fc.uniqueArray(names, { maxLength: 3 }),
      additionalProperties: fc.constantFrom(undefined, undefined, false, { type: 'string' }),
    })
    .map(({ required, additionalProperties, ...others }) => ({
      type: 'object',
      ...others,
      ...(required.length > 0 && { required }),
      ...(additionalProperties !== undefined && { additionalProperties }),
    }))
  return {
    schema: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      ...[texts, scalars, mixed],
      { weight: 4, arbitrary: object },
      inner.map((items) => ({ type: 'array', items, maxItems: 3 })),
      inner.map((other) => ({ oneOf: [{ type: 'null' }, other] })),
      inner.map((other) => ({ description: 'framed', allOf: [other] })),
      fc.tuple(object, object).map((allOf) => ({ allOf })),
      fc.constantFrom('Tree', 'Money', 'Word', 'Alias').map((name) => ({ $ref: `#/components/schemas/${name}` })),
    ),
  }
}).schema

const schemas = {
  Tree: {
    type: 'object',
    required: ['name'],
    properties: {
      name: { type: 'string' },
      children: { type: 'array', items: { $ref: '#/components/schemas/Tree' } },
      parent: { oneOf: [{ type: 'null' }, { $ref: '#/components/schemas/Tree' }] },
    },
  },
  Money: {
    type: 'object',
    additionalProperties: false,
    properties: { amount: { type: 'string', pattern: '^[0-9]+$' }, currency: { type: 'string' } },
  },
  Word: { type: 'string', minLength: 1 },
  Alias: { $ref: '#/components/schemas/Tree' },
}

/** A contract of so many events, each with some payload. */
export function syntheticContract(events: number, seed: number): string {
  const payloads = fc.sample(schema, { numRuns: events, seed })
  const messages = Object.fromEntries(payloads.map((payload, index) => [`Event${index}Happened`, { payload }]))
  const refs = Object.keys(messages).map((name) => [name, { $ref: `#/components/messages/${name}` }])
  return JSON.stringify({
    asyncapi: '3.0.0',
    info: { title: 'Synthetic', version: '1.0.0' },
    channels: { all: { address: 'all', messages: Object.fromEntries(refs) } },
    components: { messages, schemas },
  })
}
