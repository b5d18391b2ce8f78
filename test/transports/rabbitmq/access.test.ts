import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { type RabbitmqOptions, rabbitmq } from '@tidings/runtime/rabbitmq'
import { systemClock } from '@tidings/runtime/transport'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { brokers } from '../../brokers/brokers.js'
import { freePort } from '../../brokers/free-port.js'
import { type RunningRabbitmq, startRabbitmq } from '../../brokers/rabbitmq.js'
import { outgoing, placeAt } from '../stage.js'

const { isMissing, note } = brokers.rabbitmq

describe.skipIf(isMissing)(`Who is let in by RabbitMQ${note}`, { timeout: 30_000 }, () => {
  let server: RunningRabbitmq
  let ca: Buffer
  let tlsPort: number
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tidings-rabbitmq-'))
    const [certificate, key] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')]
    const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost']
    const names = ['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
    execFileSync('openssl', [...request, ...names, '-keyout', key, '-out', certificate], { stdio: 'ignore' })
    ca = await readFile(certificate)
    tlsPort = await freePort()
    const files = `{certfile, "${certificate}"}, {keyfile, "${key}"}, {verify, verify_none}`
    const settings = `[{rabbit, [{ssl_listeners, [{"127.0.0.1", ${tlsPort}}]}, {ssl_options, [${files}]}]}].`
    server = await startRabbitmq(folder, settings)
    await server.control('add_user', 'mario', 'se/cr@t ü')
    await server.control('set_permissions', 'mario', '.*', '.*', '.*')
    await server.control('add_user', 'reader', 'secret')
    await server.control('set_permissions', 'reader', '^$', '^$', '.*')
  }, 90_000)
  afterAll(() => server.remove(), 30_000)

  const as = (userinfo: string) => server.url.replace('guest:guest', userinfo)
  const connect = (url: string, options: RabbitmqOptions = {}) =>
    rabbitmq({ url, requestTimeoutMs: 2_000, publishTimeoutMs: 1_000, settleMs: 0, ...options }).connect({
      application: 'pizzeria',
      clock: systemClock,
      warn: () => {},
    })
  const rejectionOf = (promise: Promise<unknown>) => promise.then(String, (error: Error) => error)

  test('with the right password a start goes well, whatever it holds', async () => {
    const connection = await connect(as(`mario:${encodeURIComponent('se/cr@t ü')}`))
    await connection.declare({ subscriptions: [placeAt()] })
    expect(await connection.carry([outgoing('1')])).toEqual([undefined])
    expect(await connection.health()).toEqual({ status: 'healthy', problems: [] })
    await connection.close()
  })

  test.each([
    ['a wrong password', () => as('mario:hush'), {}, /: .*403 \(ACCESS-REFUSED\)/],
    [
      'a virtual host that is not there',
      () => `${as('guest:guest')}/nowhere`,
      {},
      /\/nowhere: the virtual host is not there, or is not for this user$/,
    ],
    ['a port that nobody listens at', () => 'amqp://mario:hush@127.0.0.1:1', {}, /: .*ECONNREFUSED/],
    [
      'TLS where there is none',
      () => as('mario:hush').replace('amqp:', 'amqps:'),
      {},
      /: .*(?:SSL|TLS|packet|record)/i,
    ],
  ])('with %s a start is refused soon, and no secret is told', async (_, url, options, told) => {
    const begun = Date.now()
    const error = await rejectionOf(connect(url(), options))
    expect(String(error)).toMatch(/^Error: cannot connect to RabbitMQ at 127\.0\.0\.1:\d+/)
    expect(String(error)).toMatch(told)
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('hush')
    expect(Date.now() - begun).toBeLessThan(10_000)
  })

  test.each(['amqp://mario:a/hush@127.0.0.1', 'amqp://mario:a?hush@127.0.0.1', 'mario:hush@127.0.0.1', 'http://hush'])(
    'what is no address is refused where it is given, and not told: %#',
    (url) => {
      let error: unknown
      try {
        rabbitmq({ url })
      } catch (thrown) {
        error = thrown
      }
      expect(String(error)).toMatch(/^TypeError: rabbitmq: url /)
      expect(inspect(error)).not.toContain('hush')
    },
  )

  test('by TLS a broker is believed whose certificate is known, and no other', async () => {
    const url = `amqps://guest:hush@127.0.0.1:${tlsPort}`
    const error = await rejectionOf(connect(url))
    expect(String(error)).toMatch(/^Error: cannot connect to RabbitMQ at 127\.0\.0\.1:\d+: self-signed certificate/)
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('hush')
    const connection = await connect(url.replace('hush', 'guest'), { connect: { ca } })
    expect(await connection.health()).toEqual({ status: 'healthy', problems: [] })
    await connection.close()
  })

  test('of several addresses the first that answers is taken', async () => {
    const connection = await connect('', { url: ['amqp://127.0.0.1:1', server.url] })
    expect(await connection.health()).toEqual({ status: 'healthy', problems: [] })
    await connection.close()
  })

  test('what may not be done is told when it is declared, and when it is published', async () => {
    const maker = await connect(server.url)
    await maker.declare({ subscriptions: [placeAt()] })
    await maker.close()
    const connection = await connect(as('reader:secret'))
    const declaring = connection.declare({ subscriptions: [placeAt()] })
    await expect(declaring).rejects.toThrow(
      /RabbitMQ refuses what is to be made: ACCESS_REFUSED - .*exchange 'tidings'.*; allow it, or/,
    )
    const begun = Date.now()
    const [outcome] = await connection.carry([outgoing('1')])
    expect(outcome?.message).toMatch(
      /RabbitMQ refuses what is for orders of exchange tidings: ACCESS_REFUSED - .*exchange 'tidings'/,
    )
    expect(Date.now() - begun).toBeLessThan(900)
    await connection.close()
  })

  test('who may read alone starts where nothing is to be made', async () => {
    const maker = await connect(server.url)
    await maker.declare({ subscriptions: [placeAt()] })
    await maker.close()
    const connection = await connect(as('reader:secret'), { topology: 'check' })
    await connection.declare({ subscriptions: [placeAt()] })
    await connection.close()
  })
})
