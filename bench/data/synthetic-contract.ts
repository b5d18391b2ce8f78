/** A contract of as many events as are asked for, each with a payload of its own that has a bit of everything. */
export function syntheticContract(events: number): string {
  const messages = Array.from(
    { length: events },
    (_, index) => [eventName(index), { payload: payloadOf(index) }] as const,
  )
  const refs = messages.map(([name]) => [name, { $ref: `#/components/messages/${name}` }])
  return JSON.stringify({
    asyncapi: '3.0.0',
    info: { title: 'Warehouse', version: '1.0.0' },
    channels: { warehouse: { address: 'warehouse', messages: Object.fromEntries(refs) } },
    operations: { tell: { action: 'send', channel: { $ref: '#/channels/warehouse' } } },
    components: { messages: Object.fromEntries(messages) },
  })
}

export const eventName = (index: number): string => `Item${index}Moved`

/** The same shape each time, and no two the same. */
export const payloadOf = (index: number) => ({
  type: 'object',
  required: ['itemId', 'quantity', 'movedAt', 'place'],
  properties: {
    itemId: { type: 'string', minLength: 1 },
    quantity: { type: 'integer', minimum: index + 1 },
    movedAt: { type: 'string', format: 'date-time' },
    state: { type: 'string', enum: ['new', 'used', `kind-${index}`] },
    place: {
      type: 'object',
      required: ['hall'],
      properties: { hall: { type: 'string' }, shelf: { type: 'integer', minimum: 0 } },
    },
    labels: { type: 'array', items: { type: 'string', maxLength: 40 } },
  },
})

/** What the payload of an event asks for. */
export const sampleOf = (index: number) => ({
  itemId: 'a',
  quantity: index + 1,
  movedAt: '2026-01-01T00:00:00Z',
  place: { hall: 'north', shelf: 3 },
  labels: ['fragile'],
})
