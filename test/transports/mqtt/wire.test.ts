import { CloudEvent } from 'cloudevents'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { brokers } from '../../brokers/brokers.js'
import { outgoing, receive, until } from '../stage.js'
import { type Heard, openStage, type Stage } from './stage.js'

const { isMissing, note } = brokers.mqtt

describe.skipIf(isMissing)(`What stands in MQTT${note}`, { timeout: 30_000 }, () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(brokers.mqtt.url)
  })
  afterEach(() => stage.clear())
  afterAll(() => stage.close())

  const first = async (heard: readonly Heard[]) => {
    await until(() => heard.length > 0, 'something was heard')
    const [{ topic, body, packet } = { topic: '', body: '', packet: undefined }] = heard
    const { contentType, userProperties, ...others } = packet?.properties ?? {}
    return { topic, body, contentType, userProperties: { ...userProperties }, others, qos: packet?.qos }
  }
  const event = outgoing('e-1', {
    key: '17',
    trace: { traceparent: '00-hop' },
    message: {
      attributes: {
        specversion: '1.0',
        id: 'e-1',
        source: 'mario-pizzeria',
        type: 'OrderConfirmed',
        subject: 'crème',
        datacontenttype: 'application/json',
        partitionkey: '17',
        traceparent: '00-origin',
      },
      headers: { 'X-Tenant': 'rome' },
      data: new TextEncoder().encode('{"orderId":"17"}'),
    },
  })

  test('an event in binary mode, byte for byte', async () => {
    const heard = await stage.listen('orders')
    const connection = await stage.connect()
    await connection.carry([event])
    expect(await first(heard)).toEqual({
      topic: `${stage.prefix}/orders`,
      qos: 1,
      contentType: 'application/json',
      userProperties: {
        specversion: '1.0',
        id: 'e-1',
        source: 'mario-pizzeria',
        type: 'OrderConfirmed',
        subject: 'crème',
        partitionkey: '17',
        traceparent: '00-origin',
        'X-Tenant': 'rome',
        'tidings-traceparent': '00-hop',
      },
      others: {},
      body: '{"orderId":"17"}',
    })
  })

  test('an event in structured mode, byte for byte', async () => {
    const heard = await stage.listen('orders')
    const connection = await stage.connect({ mode: 'structured' })
    await connection.carry([event])
    expect(await first(heard)).toEqual({
      topic: `${stage.prefix}/orders`,
      qos: 1,
      contentType: 'application/cloudevents+json',
      userProperties: { 'tidings-traceparent': '00-hop' },
      others: {},
      body:
        '{"specversion":"1.0","id":"e-1","source":"mario-pizzeria","type":"OrderConfirmed","subject":"crème",' +
        '"datacontenttype":"application/json","partitionkey":"17","traceparent":"00-origin",' +
        '"messageheaders":"{\\"X-Tenant\\":\\"rome\\"}","data":{"orderId":"17"}}',
    })
  })

  test('both modes are read as the same', async () => {
    const binary = await stage.connect()
    const structured = await stage.connect({ mode: 'structured' })
    const intake = await stage.open(binary)
    await binary.carry([event])
    await structured.carry([
      { ...event, message: { ...event.message, attributes: { ...event.message.attributes, id: 'e-2' } } },
    ])
    const [one, other] = (await receive(intake, 2)).toSorted((each) => (each.message?.attributes.id === 'e-1' ? -1 : 1))
    expect({ ...other?.message?.attributes, id: 'e-1', messageheaders: undefined }).toEqual({
      ...one?.message?.attributes,
      messageheaders: undefined,
    })
    expect(other?.message?.data).toEqual(one?.message?.data)
    expect(other?.message?.headers).toEqual(one?.message?.headers)
    expect([one?.key, other?.key]).toEqual(['17', '17'])
    expect([one?.trace, other?.trace]).toEqual([{ traceparent: '00-hop' }, { traceparent: '00-hop' }])
  })

  test('a dead letter is the original, retained, and beside it what befell it', async () => {
    const heard = await stage.listen('tidings/dead/#')
    const connection = await stage.connect()
    const intake = await stage.open(connection)
    await connection.carry([event])
    const [held] = await receive(intake, 1)
    if (held === undefined) throw new Error('nothing came')
    await intake.park(held, {
      reason: 'attempts-exhausted',
      error: { name: 'TypeError', message: 'the oven is cold: 100%' },
      attempts: 5,
      firstAttemptAt: '2026-01-01T00:00:00Z',
      lastAttemptAt: '2026-01-01T00:01:00Z',
      parkedAt: '2026-01-01T00:01:01Z',
    })
    const { topic, body, contentType, userProperties } = await first(heard)
    expect(topic).toMatch(new RegExp(`^${stage.prefix}/tidings/dead/pizzeria/kitchen/[0-9a-f]{32}$`))
    expect({ body, contentType, userProperties }).toEqual({
      body: '{"orderId":"17"}',
      contentType: 'application/json',
      userProperties: {
        specversion: '1.0',
        id: 'e-1',
        source: 'mario-pizzeria',
        type: 'OrderConfirmed',
        subject: 'crème',
        partitionkey: '17',
        traceparent: '00-origin',
        'X-Tenant': 'rome',
        'tidings-traceparent': '00-hop',
        'tidings-subscription': 'kitchen',
        'tidings-topic': `${stage.prefix}/orders`,
        'tidings-address': 'orders',
        'tidings-redrives': '0',
        'tidings-reason': 'attempts-exhausted',
        'tidings-error-name': 'TypeError',
        'tidings-error-message': 'the%20oven%20is%20cold:%20100%25',
        'tidings-attempts': '5',
        'tidings-first-attempt-at': '2026-01-01T00:00:00Z',
        'tidings-last-attempt-at': '2026-01-01T00:01:00Z',
        'tidings-parked-at': '2026-01-01T00:01:01Z',
      },
    })
    const later = await stage.listen('tidings/dead/#')
    await until(() => later.length > 0, 'it is retained')
  })

  test.each([
    ['orders/{id}', 'orders/17', 'orders/17'],
    ['orders.{id}', 'orders.17', 'orders/17'],
    ['orders.{id}', 'orders.1+7#%', 'orders/1%2B7%23%25'],
  ])('of the channel %s the address %s is the topic %s', async (family, address, topic) => {
    const heard = await stage.listen('#')
    const connection = await stage.connect()
    const intake = await stage.open(connection, { sources: [{ address: family, family }] })
    await connection.carry([outgoing('1', { place: { address, family } })])
    const [held] = await receive(intake, 1)
    expect(held?.place).toEqual({ address, family })
    await until(() => heard.some((each) => each.topic === `${stage.prefix}/${topic}`), 'it was on that topic')
  })

  test('what belongs to an application has a topic of its own', async () => {
    const heard = await stage.listen('#')
    const connection = await stage.connect()
    const intake = await stage.open(connection, { sources: [{ address: 'orders', application: 'mario & sons' }] })
    await connection.carry([
      outgoing('2'),
      outgoing('1', { place: { address: 'orders', application: 'mario & sons' } }),
    ])
    const [held] = await receive(intake, 1)
    expect(held?.message?.attributes.id).toBe('1')
    const topic = `${stage.prefix}/tidings/domain/mario & sons/orders`
    await until(() => heard.some((each) => each.topic === topic), 'it was on that topic')
  })

  test('what cannot stand in a property travels structured, and arrives as it was', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection)
    const attributes = { ...event.message.attributes, note: 'two\nlines' }
    await connection.carry([{ ...event, message: { ...event.message, attributes } }])
    const [held] = await receive(intake, 1)
    expect(held?.message?.attributes['note']).toBe('two\nlines')
  })

  test("the CloudEvents library's events are read, by MQTT 5 and by 3.1.1 beneath it", async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection)
    const foreign = new CloudEvent({
      type: 'OrderConfirmed',
      source: 'elsewhere',
      id: 'f-1',
      datacontenttype: 'application/json',
      data: { orderId: '17' },
    })
    const { data, datacontenttype, ...attributes } = foreign.toJSON() as Record<string, unknown>
    const topic = `${stage.prefix}/orders`
    const text = (values: Record<string, unknown>, prefix = '') =>
      Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}${name}`, String(value)]))
    const publish = (body: unknown, properties?: object) =>
      stage.foreign.publishAsync(topic, JSON.stringify(body), { qos: 1, ...(properties && { properties }) })
    await publish(data, { contentType: String(datacontenttype), userProperties: text(attributes) })
    await publish(data, { userProperties: text({ ...attributes, id: 'f-2', datacontenttype }, 'ce-') })
    await publish({ ...foreign.toJSON(), id: 'f-3' }, { contentType: 'application/cloudevents+json; charset=utf-8' })
    await publish({ ...foreign.toJSON(), id: 'f-4' })
    const held = await receive(intake, 4)
    const read = held.map(({ message }) => ({
      id: message?.attributes.id,
      source: message?.attributes.source,
      type: message?.attributes.datacontenttype,
      data: Buffer.from(message?.data ?? []).toString(),
    }))
    expect(read.toSorted((one, other) => (String(one.id) < String(other.id) ? -1 : 1))).toEqual(
      ['f-1', 'f-2', 'f-3', 'f-4'].map((id) => ({
        id,
        source: 'elsewhere',
        type: 'application/json',
        data: '{"orderId":"17"}',
      })),
    )
  })
})
