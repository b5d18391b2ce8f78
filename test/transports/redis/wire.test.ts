import { CloudEvent } from 'cloudevents'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { brokers } from '../../brokers/brokers.js'
import { idsOf, outgoing, receive } from '../stage.js'
import { enveloped } from './enveloped.js'
import { openStage, type Stage } from './stage.js'

const { isMissing, note } = brokers.redis

describe.skipIf(isMissing)(`What stands in Redis${note}`, { timeout: 30_000 }, () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(brokers.redis.url)
  })
  afterEach(() => stage.clear())
  afterAll(() => stage.close())

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
  const binary = [
    ...['ce_specversion', '1.0', 'ce_id', 'e-1', 'ce_source', 'mario-pizzeria', 'ce_type', 'OrderConfirmed'],
    ...['ce_subject', 'crème', 'content-type', 'application/json', 'ce_partitionkey', '17', 'traceparent', '00-hop'],
    ...['data', '{"orderId":"17"}'],
  ]

  test('an event in binary mode, byte for byte', async () => {
    const connection = await stage.connect()
    await connection.carry([event])
    expect(await stage.entries('orders')).toEqual([binary])
  })

  test('an event in structured mode, byte for byte', async () => {
    const connection = await stage.connect({ mode: 'structured' })
    await connection.carry([event])
    expect(await stage.entries('orders')).toEqual([
      [
        ...['content-type', 'application/cloudevents+json', 'traceparent', '00-hop'],
        'data',
        '{"specversion":"1.0","id":"e-1","source":"mario-pizzeria","type":"OrderConfirmed","subject":"crème",' +
          '"datacontenttype":"application/json","partitionkey":"17","data":{"orderId":"17"}}',
      ],
    ])
  })

  test('both modes are read as the same', async () => {
    const one = await stage.connect()
    const other = await stage.connect({ mode: 'structured' })
    const intake = await stage.open(one)
    await one.carry([event])
    await other.carry([
      { ...event, message: { ...event.message, attributes: { ...event.message.attributes, id: 'e-2' } } },
    ])
    const [first, second] = await receive(intake, 2)
    expect({ ...second?.message?.attributes, id: 'e-1' }).toEqual(first?.message?.attributes)
    expect(second?.message?.data).toEqual(first?.message?.data)
    expect([first?.key, second?.key]).toEqual(['17', '17'])
    expect([first?.trace, second?.trace]).toEqual([{ traceparent: '00-hop' }, { traceparent: '00-hop' }])
  })

  test('no data, no bytes and any bytes come back as they were', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection)
    const every = Uint8Array.from({ length: 256 }, (_, byte) => byte)
    const { data: _, ...none } = event.message
    const messages = [none, { ...none, data: new Uint8Array(0) }, { ...none, data: every }]
    await connection.carry(messages.map((message) => ({ ...event, message })))
    const held = await receive(intake, 3)
    expect(held.map(({ message }) => message?.data)).toEqual([undefined, new Uint8Array(0), every])
  })

  test('the event of a channel with parameters tells its address, and is for who takes it', async () => {
    const connection = await stage.connect()
    const family = 'street/{house}'
    const all = await stage.open(connection, { sources: [{ address: family, family }] })
    const rome = await stage.open(connection, { name: 'rome', sources: [{ address: 'street/rome', family }] })
    await connection.carry(
      ['rome', 'x@y.z'].map((house) => outgoing(house, { place: { address: `street/${house}`, family } })),
    )
    expect(await stage.keys()).toContain('street/*')
    expect((await stage.entries('street/*')).map((fields) => fields.slice(-4, -2).concat(fields.slice(-2)))).toEqual([
      ['tidings-address', 'street/rome', 'data', '{"orderId":"rome"}'],
      ['tidings-address', 'street/x@y.z', 'data', '{"orderId":"x@y.z"}'],
    ])
    expect((await receive(all, 2)).map(({ place }) => place)).toEqual([
      { address: 'street/rome', family },
      { address: 'street/x@y.z', family },
    ])
    expect(idsOf(await receive(rome, 1))).toEqual(['rome'])
    expect(await rome.receive(1, AbortSignal.timeout(200))).toEqual([])
    // Passed over is done with.
    const groups = await stage.foreign.xInfoGroups(`${stage.prefix}street/*`)
    expect(groups.map(({ name, pending }) => [name, pending])).toEqual([
      ['pizzeria:kitchen', 2],
      ['pizzeria:rome', 1],
    ])
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
    const [origin] = (await stage.foreign.xRange(`${stage.prefix}orders`, '-', '+')) ?? []
    expect(await stage.entries('tidings:dead:pizzeria:kitchen')).toEqual([
      [
        ...binary,
        ...['tidings-address', 'orders', 'tidings-subscription', 'kitchen'],
        ...['tidings-stream', `${stage.prefix}orders`, 'tidings-entry', origin?.id, 'tidings-redrives', '0'],
        ...['tidings-reason', 'attempts-exhausted', 'tidings-error-name', 'TypeError'],
        ...['tidings-error-message', 'the oven is cold: 100%', 'tidings-attempts', '5', 'tidings-redeliveries', '0'],
        ...['tidings-first-attempt-at', '2026-01-01T00:00:00Z', 'tidings-last-attempt-at', '2026-01-01T00:01:00Z'],
        ...['tidings-parked-at', '2026-01-01T00:01:01Z'],
      ],
    ])
  })

  test('a dead letter that is redriven comes again as it was, counted from 0, and is gone when it is done', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection)
    const bystander = await stage.open(connection, { name: 'bystander' })
    await connection.carry([event])
    await bystander.acknowledge(await receive(bystander, 1))
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
      const letters = await stage.letters(connection)
      expect(letters.map((letter) => letter.redrives)).toEqual([redrives])
      expect((await connection.health()).deadLetters).toBe(1)
      expect(await connection.deadLetters?.redrive('kitchen', letters[0]?.id ?? '')).toBe(true)
      expect(await connection.deadLetters?.redrive('kitchen', letters[0]?.id ?? '')).toBe(false)
    }
    expect(await intake.acknowledge(await receive(intake, 1))).toEqual([])
    expect(await stage.entries('tidings:redriven:pizzeria:kitchen')).toEqual([])
    expect(await bystander.receive(1, AbortSignal.timeout(200))).toEqual([])
  })

  test('dead letters of several subscriptions are listed oldest first, and discarded one by one', async () => {
    const connection = await stage.connect()
    const intakes = [await stage.open(connection, { name: 'a' }), await stage.open(connection, { name: 'b' })]
    for (const id of ['1', '2', '3']) {
      await connection.carry([outgoing(id)])
      for (const intake of intakes) {
        const [held] = await receive(intake, 1)
        const error = { name: 'Error', message: 'no' }
        if (held !== undefined)
          await intake.park(held, { reason: 'not-retryable', error, attempts: 1, parkedAt: '2026-01-01T00:00:00Z' })
        // Of one millisecond the order is nobody's.
        await new Promise((resolve) => setTimeout(resolve, 2))
      }
    }
    const letters = await stage.letters(connection)
    expect(letters.map(({ subscription, message }) => `${message?.attributes.id}${subscription}`)).toEqual([
      ...['1a', '1b', '2a', '2b', '3a', '3b'],
    ])
    expect(await connection.deadLetters?.discard('a', letters[2]?.id ?? '')).toBe(true)
    expect(await connection.deadLetters?.discard('a', letters[2]?.id ?? '')).toBe(false)
    expect(await connection.deadLetters?.discard('a', 'no id')).toBe(false)
    expect((await connection.health()).deadLetters).toBe(5)
  })

  test('what is no CloudEvent is a dead letter with its fields as they were, whatever bytes they are', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection)
    const bytes = Buffer.from([0xff, 0x00, 0xfe])
    await stage.foreign.sendCommand(['XADD', `${stage.prefix}orders`, '*', 'pizza', bytes, 'data', 'two, please'])
    const [held] = await receive(intake, 1)
    expect(held?.unreadable?.message).toBe('No CloudEvent: neither ce_ fields nor its content type')
    const error = { name: 'UndecodableMessage', message: 'No CloudEvent' }
    if (held !== undefined) await intake.park(held, { reason: 'undecodable', error, attempts: 0, parkedAt: 'now' })
    const [letter] = await stage.letters(connection)
    expect(Buffer.from(letter?.wire?.body ?? []).toString()).toBe('two, please')
    const dead = `${stage.prefix}tidings:dead:pizzeria:kitchen`
    expect(await stage.foreign.eval(foundBytes, { keys: [dead] })).toBe(bytes.toString('hex'))
  })

  test('what a program that knows nothing of Tidings adds is received', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection)
    await stage.foreign.xAdd(`${stage.prefix}orders`, '*', {
      'Ce-Id': 'f-1',
      'ce-source': 'go-program',
      CE_Type: 'OrderConfirmed',
      ce_specversion: '1.0',
      'Content-Type': 'application/json',
      Data: '{"orderId":"1"}',
    })
    const structured = new CloudEvent({ id: 'f-2', source: 'js', type: 'OrderConfirmed', data: { orderId: '2' } })
    await stage.foreign.xAdd(`${stage.prefix}orders`, '*', { data: JSON.stringify(structured) })
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

  test('what FastStream adds, all of it in one field, is received', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection)
    const event = { specversion: '1.0', id: 'f-2', source: 'py', type: 'OrderConfirmed', data: { orderId: '2' } }
    const attributes = { ce_specversion: '1.0', ce_id: 'f-1', ce_source: 'py', ce_type: 'OrderConfirmed' }
    const json = { correlation_id: 'c', 'content-type': 'application/json' }
    for (const [headers, body] of [
      [{ ...json, ...attributes, ce_subject: 'crème', ce_partitionkey: '17' }, { orderId: '1' }],
      [json, event],
    ] as const) {
      await stage.foreign.xAdd(`${stage.prefix}orders`, '*', { __data__: enveloped(headers, JSON.stringify(body)) })
    }
    const held = await receive(intake, 2)
    expect(held.map(({ message, key }) => [message?.attributes.id, message?.attributes.subject, key])).toEqual([
      ['f-1', 'crème', '17'],
      ['f-2', undefined, undefined],
    ])
    expect(held.map(({ message }) => JSON.parse(new TextDecoder().decode(message?.data)))).toEqual([
      { orderId: '1' },
      { orderId: '2' },
    ])
  })

  test('data above the limit is refused before it is sent, with size and limit; what is as large passes, and is parked', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection)
    const most = 4_194_304
    const of = (size: number) => outgoing('big', { message: { ...event.message, data: new Uint8Array(size) } })
    const outcomes = await connection.carry([of(most + 1), of(most)])
    expect(outcomes[0]?.message).toMatch(/^OrderConfirmed has 4194305 bytes of data, the transport carries 4194304;/)
    expect(outcomes[1]).toBeUndefined()
    const [held] = await receive(intake, 1)
    const error = { name: 'Error', message: '🍕'.repeat(100_000) }
    if (held === undefined) throw new Error('nothing came')
    expect(await intake.park(held, { reason: 'not-retryable', error, attempts: 1, parkedAt: 'now' })).toBe(true)
    const [letter] = await stage.letters(connection)
    expect(letter?.message?.data).toHaveLength(most)
    expect(letter?.error.message).toMatch(/^(?:🍕){1400,1500}…$/u)
  })
})

/** Of the first field that is not a text. */
const foundBytes = `
  local value = redis.call('XRANGE', KEYS[1], '-', '+')[1][2][2]
  return (string.gsub(value, '.', function(byte) return string.format('%02x', string.byte(byte)) end))
`
