import { expect, test } from 'vitest'
import { checkCloudEvent } from './check-cloud-event.js'

const sound = {
  specversion: '1.0',
  id: 'e-1',
  source: 'shop/orders',
  type: 'OrderPlaced',
  time: '2026-03-01T12:00:00Z',
  subject: 'Käse',
  datacontenttype: 'application/json',
  dataschema: 'https://example.com/order',
  correlationid: 'c-1',
  attempt: 3,
  urgent: true,
  nothing: null,
  data: { Any: 'thing' },
}

const told = (cloudEvent: Record<string, unknown>) =>
  checkCloudEvent(cloudEvent).map(({ pointer, message }) => `${pointer} ${message}`)

test('an event that keeps to the specification has no problem', () => {
  expect(checkCloudEvent(sound)).toEqual([])
})

test('each attribute that must be there is missed', () => {
  expect(told({ id: null })).toEqual([
    '/specversion Missing attribute: expected "specversion" but received nothing',
    '/id Missing attribute: expected "id" but received nothing',
    '/source Missing attribute: expected "source" but received nothing',
    '/type Missing attribute: expected "type" but received nothing',
  ])
})

test.each([
  [{ specversion: '0.3' }, '/specversion Invalid specversion: expected "1.0" but received "0.3"'],
  [{ id: 7 }, '/id Invalid type: expected string but received number'],
  [{ id: '' }, '/id Invalid length: expected at least 1 character but received none'],
  [
    { source: 'a b' },
    '/source Invalid source: expected a URI reference (no spaces, other characters percent-encoded) but received "a b"',
  ],
  [{ type: 'a\u0007b' }, '/type Invalid character: expected no control characters but received U+0007'],
  [
    { time: 'noon' },
    '/time Invalid time: expected an RFC 3339 instant such as 2026-03-01T12:00:00Z but received "noon"',
  ],
  [{ dataschema: 'order' }, '/dataschema Invalid dataschema: expected an absolute URI but received "order"'],
  [{ correlationId: 'c' }, '/correlationId Invalid name: expected an attribute of lower-case letters and digits'],
  [{ 'x-a': 'c' }, '/x-a Invalid name: expected an attribute of lower-case letters and digits'],
  [{ attempt: 1.5 }, '/attempt Invalid value: expected an integer of 32 bits but received 1.5; use a string'],
  [{ tags: ['a'] }, '/tags Invalid type: expected string, integer, boolean or bytes but received array'],
  [{ data_base64: '' }, '/data_base64 Invalid member: expected data or data_base64 but received both'],
])('%j is told', (change, message) => {
  expect(told({ ...sound, ...change })).toEqual([message])
})
