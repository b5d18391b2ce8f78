import assert from 'node:assert/strict'
import fc from 'fast-check'
import { test } from 'vitest'
import type { AnyEvent } from '../event/any-event.js'
import { Open, Pinged, Tagged } from '../event/fixtures/order-events.js'
import { fromCloudEvent } from './from-cloud-event.js'
import { fromHttp, toHttp, toHttpBatch } from './http.js'
import { fromJson, fromJsonBatch, toJson, toJsonBatch } from './json.js'
import { toCloudEvent } from './to-cloud-event.js'

const classes = [Open, Pinged, Tagged] as const

/** What a form makes of an event. */
const forms: Readonly<Record<string, (event: AnyEvent) => AnyEvent | undefined>> = {
  'a CloudEvent object': (event) => fromCloudEvent(classes, toCloudEvent(event)),
  'a structured event': (event) => fromJson(classes, toJson(event)),
  'what JSON.stringify makes of it': (event) => fromJson(classes, JSON.stringify(event)),
  'a batch': (event) => fromJsonBatch(classes, toJsonBatch([new Pinged({ source: '/a' }), event]))[1],
  'HTTP in binary mode': (event) => fromHttp(classes, toHttp(event))[0],
  'HTTP in structured mode': (event) => fromHttp(classes, toHttp(event, 'structured'))[0],
  'HTTP as a batch': (event) => fromHttp(classes, toHttpBatch([event]))[0],
}

/** What CloudEvents allows as text: no control characters, no halves, no noncharacters. */
const text = fc
  .string({
    unit: fc.oneof(
      fc.constantFrom('%', '"', '\\', ' ', 'é', '😀', 'א', '\u2028'),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    ),
    minLength: 1,
  })
  .filter((value) => !/[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u.test(value) && value !== '')

const json = fc.jsonValue().filter((value) => !/[0-9]{16}/.test(JSON.stringify(value)))
const extensionName = fc.stringMatching(/^[a-z0-9]{1,20}$/).map((name) => `x${name}`)

// Binary mode writes text alone, so that what is no text comes back as its text.
const context = {
  id: text,
  source: fc.constantFrom('/a', 'https://example.com/a?b=c#d', 'urn:a:b', 'a%20b'),
  subject: text,
  time: fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-12-31') }),
  extensions: fc.dictionary(extensionName, text),
}

const headers = fc.dictionary(
  fc.oneof(text, fc.constantFrom('X-Tenant', '__proto__', 'host', 'ce-id', 'Content-Type')),
  json,
)
const opens = fc.record({ data: json, context: fc.record({ ...context, headers }, { requiredKeys: [] }) })

for (const [form, there] of Object.entries(forms)) {
  test(`any event comes back from ${form} with nothing changed`, () => {
    fc.assert(
      fc.property(opens, ({ data, context }) => {
        const event = new Open(data, context)
        assert.deepEqual(there(event), event)
      }),
    )
  })

  test(`declared headers and an event without data come back from ${form}`, () => {
    const property = fc.property(text, fc.integer(), fc.boolean(), (tenant, priority, hasPriority) => {
      const tagged = new Tagged(null, { headers: { 'X-Tenant': tenant, ...(hasPriority && { priority }) } })
      assert.deepEqual(there(tagged), tagged)
      const pinged = new Pinged({ source: '/a', subject: tenant })
      assert.deepEqual(there(pinged), pinged)
    })
    fc.assert(property)
  })
}

for (const [form, there] of Object.entries(forms).filter(([name]) => name !== 'HTTP in binary mode')) {
  test(`extensions come back from ${form} with their types`, () => {
    const extensions = fc.dictionary(extensionName, fc.oneof(text, fc.boolean(), fc.integer()))
    fc.assert(
      fc.property(extensions, (given) => {
        const event = new Open(1, { extensions: given })
        assert.deepEqual(there(event), event)
      }),
    )
  })
}
