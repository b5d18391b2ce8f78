import { CloudEvent, type CloudEventV1 } from 'cloudevents'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { brokers } from '../../brokers/brokers.js'
import { outgoing, receive } from '../stage.js'
import { openStage, type Stage } from './stage.js'

const { isMissing, note } = brokers.rabbitmq

describe.skipIf(isMissing)(`What stands in RabbitMQ${note}`, { timeout: 30_000 }, () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(brokers.rabbitmq.url)
  })
  afterEach(() => stage.clear())

  /** Takes it out as somebody does who knows nothing of us. */
  const stored = async (queue: string) => {
    const { properties, fields, content } = await stage.take(queue)
    const { headers, contentType, messageId, deliveryMode } = properties
    return { routingKey: fields.routingKey, headers, contentType, messageId, deliveryMode, body: content.toString() }
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
        subject: 'crème 100%',
        datacontenttype: 'application/json',
        partitionkey: '17',
      },
      headers: { 'X-Tenant': 'rome' },
      data: new TextEncoder().encode('{"orderId":"17"}'),
    },
  })

  test('an event in binary mode, byte for byte', async () => {
    const connection = await stage.connect()
    await (await stage.open(connection)).close()
    await connection.carry([event])
    expect(await stored(stage.queue())).toEqual({
      routingKey: 'orders',
      contentType: 'application/json',
      messageId: 'e-1',
      deliveryMode: 2,
      headers: {
        cloudEvents_specversion: '1.0',
        cloudEvents_id: 'e-1',
        cloudEvents_source: 'mario-pizzeria',
        cloudEvents_type: 'OrderConfirmed',
        cloudEvents_subject: 'crème 100%',
        cloudEvents_partitionkey: '17',
        'X-Tenant': 'rome',
        traceparent: '00-hop',
      },
      body: '{"orderId":"17"}',
    })
  })

  test('an event in structured mode, byte for byte', async () => {
    const connection = await stage.connect({ mode: 'structured' })
    await (await stage.open(connection)).close()
    await connection.carry([event])
    expect(await stored(stage.queue())).toEqual({
      routingKey: 'orders',
      contentType: 'application/cloudevents+json',
      messageId: 'e-1',
      deliveryMode: 2,
      headers: { traceparent: '00-hop' },
      body:
        '{"specversion":"1.0","id":"e-1","source":"mario-pizzeria","type":"OrderConfirmed","subject":"crème 100%",' +
        '"datacontenttype":"application/json","partitionkey":"17","messageheaders":"{\\"X-Tenant\\":\\"rome\\"}",' +
        '"data":{"orderId":"17"}}',
    })
  })

  test('both modes are read as the same', async () => {
    const binary = await stage.connect()
    const structured = await stage.connect({ mode: 'structured' })
    const intake = await stage.open(binary)
    await binary.carry([event])
    await structured.carry([event])
    const [one, other] = await receive(intake, 2)
    expect({ ...other?.message?.attributes, messageheaders: undefined }).toEqual(one?.message?.attributes)
    expect(other?.message?.data).toEqual(one?.message?.data)
    expect([one?.message?.headers, other?.message?.headers]).toEqual([{ 'X-Tenant': 'rome' }, { 'X-Tenant': 'rome' }])
    expect([one?.key, other?.key]).toEqual(['17', '17'])
    expect([one?.trace, other?.trace]).toEqual([{ traceparent: '00-hop' }, { traceparent: '00-hop' }])
  })

  test('headers of an event that would make the broker send copies stay with the event', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection)
    await stage.open(connection, { name: 'email', sources: [{ address: 'elsewhere' }] })
    const headers = { CC: ['elsewhere'], BCC: 'elsewhere', 'x-death': 'now' }
    await connection.carry([{ ...event, message: { ...event.message, headers } }])
    expect((await receive(intake, 1))[0]?.message?.headers).toEqual(headers)
    await stage.foreign(async (channel) => {
      expect((await channel.checkQueue(stage.queue('email'))).messageCount).toBe(0)
    })
  })

  const attributes = { specversion: '1.0', source: 'a-program', type: 'OrderConfirmed' }
  const named = (prefix: string, id: string) =>
    Object.fromEntries(Object.entries({ ...attributes, id }).map(([name, value]) => [`${prefix}${name}`, value]))

  test.each(['cloudEvents_', 'cloudEvents:', 'ce-', 'ce_', 'CE-'])(
    'what a program that knows nothing of Tidings publishes is received, with %s',
    async (prefix) => {
      const connection = await stage.connect()
      const intake = await stage.open(connection)
      const headers = { ...named(prefix, 'f-1'), [`${prefix}count`]: 7, [`${prefix}flag`]: true }
      await stage.publish('orders', '{"orderId":"1"}', { contentType: 'application/json', headers })
      const [held] = await receive(intake, 1)
      expect(held?.message?.attributes).toEqual({
        ...attributes,
        id: 'f-1',
        count: '7',
        flag: 'true',
        datacontenttype: 'application/json',
      })
      expect(new TextDecoder().decode(held?.message?.data)).toBe('{"orderId":"1"}')
    },
  )

  test('what it publishes in structured mode is received, whether or not its content type says so', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection)
    const { type, source } = attributes
    const structured = (id: string) => JSON.stringify(new CloudEvent({ id, type, source, data: { orderId: id } }))
    await stage.publish('orders', structured('f-1'), { contentType: 'application/cloudevents+json' })
    await stage.publish('orders', structured('f-2'), { contentType: 'application/json' })
    const held = await receive(intake, 2)
    expect(held.map(({ message }) => message?.attributes.id)).toEqual(['f-1', 'f-2'])
    expect(held.map(({ message }) => JSON.parse(new TextDecoder().decode(message?.data)))).toEqual([
      { orderId: 'f-1' },
      { orderId: 'f-2' },
    ])
  })

  test('what we publish is read by a library that knows nothing of Tidings', async () => {
    const connection = await stage.connect({ mode: 'structured' })
    await (await stage.open(connection)).close()
    await connection.carry([event])
    const { body } = await stored(stage.queue())
    const read = new CloudEvent<unknown>(JSON.parse(body) as Partial<CloudEventV1<unknown>>)
    expect([read.id, read.data]).toEqual(['e-1', { orderId: '17' }])
  })

  test('a domain event is where its application has it alone, whatever stands in its name', async () => {
    const connection = await stage.connect()
    const source = { address: 'street/{house}', family: 'street/{house}', application: 'marios.pizza #1' }
    const intake = await stage.open(connection, { sources: [source] })
    const place = { address: 'street/x@y.z', family: 'street/{house}', application: 'marios.pizza #1' }
    await connection.carry([
      outgoing('other', { place: { ...place, application: 'luigis' } }),
      outgoing('1', { place }),
    ])
    const held = await receive(intake, 1)
    expect(held[0]?.place).toEqual(place)
    await intake.return(held)
    await intake.close()
    expect((await stored(stage.queue())).routingKey).toBe('tidings.domain.marios%2Epizza%20%231.street.x@y%2Ez')
  })

  test('an address that looks like ours is not', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection, { sources: [{ address: 'tidings.domain.pizzeria.orders' }] })
    await connection.carry([outgoing('domain', { place: { address: 'orders', application: 'pizzeria' } })])
    await connection.carry([outgoing('1', { address: 'tidings.domain.pizzeria.orders' })])
    const held = await receive(intake, 1)
    expect(held.map(({ place, message }) => [place, message?.attributes.id])).toEqual([
      [{ address: 'tidings.domain.pizzeria.orders' }, '1'],
    ])
  })

  test.each([
    [
      'data above the limit',
      { data: new Uint8Array(1_001) },
      {},
      /has 1001 bytes of data, the transport carries 1000;/,
    ],
    [
      'attributes above what AMQP holds',
      {},
      { note: 'x'.repeat(60_000) },
      /take 60\d+ bytes, AMQP's headers hold 50000/,
    ],
  ])('%s is refused before it is sent, and the next goes well', async (_, more, attribute, told) => {
    const connection = await stage.connect({ maxPayload: 1_000 })
    const { attributes: given } = event.message
    const message = { ...event.message, ...more, attributes: { ...given, ...attribute } }
    await stage.open(connection)
    expect((await connection.carry([outgoing('big', { message })]))[0]?.message).toMatch(told)
    expect(await connection.carry([outgoing('small')])).toEqual([undefined])
  })
})
