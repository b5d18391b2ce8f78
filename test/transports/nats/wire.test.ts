import { headers as createHeaders } from '@nats-io/transport-node'
import { CloudEvent, type CloudEventV1 } from 'cloudevents'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { brokers } from '../../brokers/brokers.js'
import { outgoing, receive } from '../stage.js'
import { openStage, type Stage } from './stage.js'

const { isMissing, note } = brokers.nats

describe.skipIf(isMissing)(`What stands in NATS${note}`, { timeout: 30_000 }, () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(brokers.nats.url)
  })
  afterEach(() => stage.clear())
  afterAll(() => stage.close())

  const stored = async (stream: string, sequence = 1) => {
    const found = await stage.jsm.streams.getMessage(`${stage.prefix}__${stream}`, { seq: sequence })
    if (found === null) throw new Error(`nothing in ${stream}`)
    return {
      subject: found.subject,
      headers: Object.fromEntries([...found.header].map(([name, values]) => [name, values[0]])),
      body: new TextDecoder().decode(found.data),
    }
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
      },
      data: new TextEncoder().encode('{"orderId":"17"}'),
    },
  })

  test('an event in binary mode, byte for byte', async () => {
    const connection = await stage.connect()
    await connection.carry([event])
    expect(await stored('orders')).toEqual({
      subject: `${stage.prefix}.orders`,
      headers: {
        'ce-specversion': '1.0',
        'ce-id': 'e-1',
        'ce-source': 'mario-pizzeria',
        'ce-type': 'OrderConfirmed',
        'ce-subject': 'cr%C3%A8me',
        'ce-datacontenttype': 'application/json',
        'ce-partitionkey': '17',
        traceparent: '00-hop',
        'Nats-Msg-Id': `${stage.prefix}.orders mario-pizzeria e-1`,
      },
      body: '{"orderId":"17"}',
    })
  })

  test('an event in structured mode, byte for byte', async () => {
    const connection = await stage.connect({ mode: 'structured' })
    await connection.carry([event])
    expect(await stored('orders')).toEqual({
      subject: `${stage.prefix}.orders`,
      headers: {
        'content-type': 'application/cloudevents+json',
        traceparent: '00-hop',
        'Nats-Msg-Id': `${stage.prefix}.orders mario-pizzeria e-1`,
      },
      body:
        '{"specversion":"1.0","id":"e-1","source":"mario-pizzeria","type":"OrderConfirmed","subject":"crème",' +
        '"datacontenttype":"application/json","partitionkey":"17","data":{"orderId":"17"}}',
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
    const [one, other] = await receive(intake, 2)
    expect({ ...other?.message?.attributes, id: 'e-1' }).toEqual(one?.message?.attributes)
    expect(other?.message?.data).toEqual(one?.message?.data)
    expect([one?.key, other?.key]).toEqual(['17', '17'])
    expect([one?.trace, other?.trace]).toEqual([{ traceparent: '00-hop' }, { traceparent: '00-hop' }])
  })

  test('a dead letter is the original, and beside it what befell it', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection)
    await connection.carry([event])
    const [held] = await receive(intake, 1)
    if (held === undefined) throw new Error('nothing came')
    await intake.park(held, {
      reason: 'attempts-exhausted',
      error: { name: 'TypeError', message: 'the oven is cold: 100%' },
      attempts: 5,
      redeliveries: 0,
      firstAttemptAt: '2026-01-01T00:00:00Z',
      lastAttemptAt: '2026-01-01T00:01:00Z',
      parkedAt: '2026-01-01T00:01:01Z',
    })
    const { headers, ...rest } = await stored('tidings__pizzeria__dead')
    expect(rest).toEqual({ subject: `${stage.prefix}.tidings.dead.pizzeria.kitchen`, body: '{"orderId":"17"}' })
    const { 'Nats-Msg-Id': _, ...told } = headers
    expect(told).toEqual({
      'ce-specversion': '1.0',
      'ce-id': 'e-1',
      'ce-source': 'mario-pizzeria',
      'ce-type': 'OrderConfirmed',
      'ce-subject': 'cr%C3%A8me',
      'ce-datacontenttype': 'application/json',
      'ce-partitionkey': '17',
      traceparent: '00-hop',
      'tidings-subscription': 'kitchen',
      'tidings-subject': `${stage.prefix}.orders`,
      'tidings-address': 'orders',
      'tidings-redrives': '0',
      'tidings-reason': 'attempts-exhausted',
      'tidings-error-name': 'TypeError',
      'tidings-error-message': 'the%20oven%20is%20cold:%20100%25',
      'tidings-attempts': '5',
      'tidings-redeliveries': '0',
      'tidings-first-attempt-at': '2026-01-01T00:00:00Z',
      'tidings-last-attempt-at': '2026-01-01T00:01:00Z',
      'tidings-parked-at': '2026-01-01T00:01:01Z',
    })
  })

  test('a dead letter that is redriven comes again as it was, counted from 0, and is gone when it is done', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection)
    await connection.carry([event])
    const error = { name: 'Error', message: 'no' }
    const parkedAt = '2026-01-01T00:00:00Z'
    for (const redrives of [0, 1]) {
      const [held] = await receive(intake, 1)
      expect(held).toMatchObject({
        key: '17',
        redeliveries: 0,
        place: { address: 'orders' },
        trace: { traceparent: '00-hop' },
      })
      expect(held?.message?.attributes.id).toBe('e-1')
      if (held !== undefined) await intake.park(held, { reason: 'not-retryable', error, attempts: 1, parkedAt })
      const letters = []
      for await (const letter of connection.deadLetters?.list({}) ?? []) letters.push(letter)
      expect(letters.map((letter) => letter.redrives)).toEqual([redrives])
      expect((await connection.health()).deadLetters).toBe(1)
      expect(await connection.deadLetters?.redrive('kitchen', letters[0]?.id ?? '')).toBe(true)
      expect(await connection.deadLetters?.redrive('kitchen', letters[0]?.id ?? '')).toBe(false)
    }
    expect(await intake.acknowledge(await receive(intake, 1))).toEqual([])
    const left = async () =>
      (await stage.jsm.streams.info(`${stage.prefix}__tidings__pizzeria__redriven`)).state.messages
    await expect.poll(left).toBe(0)
  })

  test('what a program that knows nothing of Tidings publishes is received', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection)
    const headers = createHeaders()
    for (const [name, value] of [
      ['Ce-Id', 'f-1'],
      ['Ce-Source', 'go-program'],
      ['Ce-Type', 'OrderConfirmed'],
      ['Ce-Specversion', '1.0'],
      ['Content-Type', 'application/json'],
    ] as const) {
      headers.set(name, value)
    }
    await stage.foreign.request(`${stage.prefix}.orders`, '{"orderId":"1"}', { headers, timeout: 5_000 })
    const structured = new CloudEvent({
      id: 'f-2',
      source: 'js-program',
      type: 'OrderConfirmed',
      data: { orderId: '2' },
    })
    await stage.foreign.request(`${stage.prefix}.orders`, JSON.stringify(structured))
    const held = await receive(intake, 2)
    expect(held.map(({ message }) => [message?.attributes.id, message?.attributes.datacontenttype])).toEqual([
      ['f-1', 'application/json'],
      ['f-2', 'application/json'],
    ])
    expect(held.map(({ message }) => JSON.parse(new TextDecoder().decode(message?.data)))).toEqual([
      { orderId: '1' },
      { orderId: '2' },
    ])
  })

  test('what we publish is read by a subscriber that knows nothing of Tidings', async () => {
    const connection = await stage.connect({ mode: 'structured' })
    const subscription = stage.foreign.subscribe(`${stage.prefix}.orders`, { max: 1 })
    await stage.foreign.flush()
    await connection.carry([event])
    for await (const message of subscription) {
      const read = new CloudEvent<unknown>(message.json<Partial<CloudEventV1<unknown>>>())
      expect(read.id).toBe('e-1')
      expect(read.data).toEqual({ orderId: '17' })
    }
  })

  test('data above what the server takes is refused before it is sent, with size and limit', async () => {
    const connection = await stage.connect({ maxPayload: 2_000_000 })
    await stage.open(connection)
    const data = new Uint8Array(1_048_576)
    const [outcome] = await connection.carry([outgoing('big', { message: { ...event.message, data } })])
    expect(outcome?.message).toMatch(/^OrderConfirmed has 1048576 bytes of data, the transport carries 10\d{5};/)
    expect(await connection.carry([outgoing('small')])).toEqual([undefined])
  })

  test('the same event to two addresses of one channel is taken twice, and once to each', async () => {
    const connection = await stage.connect()
    const family = 'street/{house}'
    const intake = await stage.open(connection, { sources: [{ address: family, family }] })
    const to = (house: string) => outgoing('e-1', { place: { address: `street/${house}`, family } })
    expect(await connection.carry([to('rome'), to('x@y.z'), to('rome')])).toEqual([undefined, undefined, undefined])
    const held = await receive(intake, 2)
    expect(held.map(({ place }) => place)).toEqual([
      { address: 'street/rome', family },
      { address: 'street/x@y.z', family },
    ])
    expect(await intake.receive(1, AbortSignal.timeout(200))).toEqual([])
  })
})
