import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { type RedisOptions, redis } from '@tidings/runtime/redis'
import { systemClock } from '@tidings/runtime/transport'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { brokers } from '../../brokers/brokers.js'
import { freePort } from '../../brokers/free-port.js'
import { type RunningRedis, startRedis } from '../../brokers/redis.js'
import { openRawRedis } from '../../conformance/subjects/redis-programs.js'
import { idsOf, outgoing, placeAt, receive } from '../stage.js'

const { isInstalled, note } = brokers.redis

/** What the docs say that a user needs. */
const needed = [
  ...['~orders*', '~tidings:*', '+info', '+evalsha', '+eval', '+wait', '+set', '+get', '+sadd', '+smembers', '+exists'],
  ...['+type', '+time', '+client|id', '+client|unblock', '+@stream'],
]

const start = async (...settings: string[]) => startRedis(await mkdtemp(join(tmpdir(), 'tidings-redis-')), settings)

describe.skipIf(!isInstalled)(`Who is let in by Redis${note}`, { timeout: 30_000 }, () => {
  let server: RunningRedis
  beforeAll(async () => {
    server = await start()
    const client = await openRawRedis(server.url)
    const permit = (user: string, ...rules: readonly string[]) => client.sendCommand(['ACL', 'SETUSER', user, ...rules])
    await permit('mario', 'on', '>secret', '~*', '+@all')
    await permit('least', 'on', '>least', ...needed)
    await permit('guest', 'on', '>guest', '~other:*', '+@all')
    await permit('blind', 'on', '>blind', '~*', '+@all', '-info')
    await permit('default', 'off')
    client.destroy()
  })
  afterAll(() => server.remove())

  const warnings: string[] = []
  const connect = async (options: RedisOptions) => {
    const transport = redis({ url: server.url, requestTimeoutMs: 1_000, ...options })
    const warn = (warning: Error) => warnings.push(warning.message)
    const connection = await transport.connect({ application: 'pizzeria', clock: systemClock, warn })
    onTestFinished(() => connection.close())
    return connection
  }
  const connectAs = (username: string, password: string, options: RedisOptions = {}) =>
    connect({ connect: { username, password }, ...options })
  const reasonOf = (promise: Promise<unknown>) => promise.then(String, (error: Error) => error)

  test('with the right password a start goes well', async () => {
    const connection = await connectAs('mario', 'secret')
    expect(await connection.health()).toEqual({ status: 'healthy', problems: [] })
  })

  test('with what the docs say that a user needs everything goes', async () => {
    const connection = await connectAs('least', 'least')
    await connection.declare({ subscriptions: [placeAt()] })
    const intake = await connection.open(placeAt())
    expect(await connection.carry([outgoing('1'), outgoing('2')])).toEqual([undefined, undefined])
    const [first, second] = await receive(intake, 2)
    if (first === undefined || second === undefined) throw new Error('nothing came')
    const error = { name: 'Error', message: 'no' }
    expect(await intake.park(first, { reason: 'not-retryable', error, attempts: 1, parkedAt: 'now' })).toBe(true)
    for await (const { id } of connection.deadLetters?.list({}) ?? []) {
      expect(await connection.deadLetters?.redrive('kitchen', id)).toBe(true)
    }
    expect(idsOf(await receive(intake, 1))).toEqual(['1'])
    expect(await intake.acknowledge([second])).toEqual([])
    await intake.close()
    expect(warnings).toEqual([])
  })

  test('with a wrong password a start is refused soon, and the message holds no secret', async () => {
    const begun = Date.now()
    const error = await reasonOf(connectAs('mario', 'wrong'))
    expect(String(error)).toMatch(/^Error: cannot connect to Redis at 127\.0\.0\.1:\d+: WRONGPASS invalid username/)
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('wrong')
    expect(Date.now() - begun).toBeLessThan(2_000)
  })

  test('without a password a start is refused', async () => {
    expect(String(await reasonOf(connect({})))).toMatch(/^Error: Redis at \S+ does not say how it is set up: NOAUTH /)
  })

  test.each([
    ['in the address', 'redis://mario:wrong@127.0.0.1:1', 'cannot connect to Redis at 127.0.0.1:1: '],
    ['with an @ in it', 'redis://mario:a@wrong@127.0.0.1:1', 'cannot connect to Redis at 127.0.0.1:1: '],
    ['with a / in it', 'redis://mario:a/wrong@127.0.0.1:1', 'redis: url is no address'],
    ['with a % that encodes nothing', 'redis://mario:a%wrong@127.0.0.1:1', 'redis: url is no address'],
    ['before a port that is none', 'redis://mario:wrong@127.0.0.1:999999', 'redis: url is no address'],
    ['without a scheme', 'mario:wrong@127.0.0.1:1', 'redis: url is no address'],
  ])('a secret is nowhere in the error: %s', async (_, url, message) => {
    const error = await reasonOf((async () => connect({ url }))())
    expect(String(error)).toContain(message)
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('wrong')
  })

  test('what may not be done is told when it is declared, and when it is published', async () => {
    const connection = await connectAs('guest', 'guest')
    await expect(connection.declare({ subscriptions: [placeAt()] })).rejects.toThrow(
      /^NOPERM this user has no permissions to access one of the keys/,
    )
    const begun = Date.now()
    const [outcome] = await connection.carry([outgoing('1')])
    expect(outcome?.message).toMatch(/^Redis refuses what is for orders: NOPERM/)
    expect(Date.now() - begun).toBeLessThan(2_000)
  })

  test('who may not ask how the server is set up is told so', async () => {
    const error = await reasonOf(connectAs('blind', 'blind'))
    expect(String(error)).toContain('does not say how it is set up: NOPERM')
    expect(String(error)).toContain('the user needs +info')
  })
})

describe.skipIf(!isInstalled)(`What Redis must be like${note}`, { timeout: 30_000 }, () => {
  const connecting = async (settings: readonly string[], options: RedisOptions = {}) => {
    const server = await start(...settings)
    onTestFinished(() => server.remove())
    const warnings: string[] = []
    const warn = (warning: Error) => warnings.push(warning.message)
    const transport = redis({ url: server.url, ...options })
    try {
      const connection = await transport.connect({ clock: systemClock, warn })
      onTestFinished(() => connection.close())
      return { warnings, connection, error: '' }
    } catch (error) {
      return { warnings, connection: undefined, error: String(error) }
    }
  }

  test('without an append-only file it is refused, and the mend is told', async () => {
    const { error } = await connecting(['--appendonly', 'no'])
    expect(error).toMatch(
      /^Error: Redis at \S+ may lose what it accepted: it keeps no append-only file; set appendonly yes/,
    )
    expect(error).toContain('CONFIG SET appendonly yes. Where that may be, say so: redis({ durable: false })')
  })

  test('where that may be, it is a warning, and the features say so', async () => {
    const { warnings, error } = await connecting(['--appendonly', 'no'], { durable: false })
    expect(error).toBe('')
    expect(warnings.join()).toContain('it keeps no append-only file')
    expect(redis({ durable: false }).features.durable).toBe(false)
  })

  test('one that evicts what it likes is refused', async () => {
    const { error } = await connecting(['--maxmemory-policy', 'allkeys-lru'])
    expect(error).toContain('it evicts any key when its memory is full (maxmemory-policy allkeys-lru)')
  })

  test('a node of a cluster is refused', async () => {
    const { error } = await connecting(['--cluster-enabled', 'yes'])
    expect(error).toContain('is a node of a cluster, which spreads over its nodes what must be changed together')
  })

  test('a replica is refused', async () => {
    const { error } = await connecting(['--replicaof', `127.0.0.1 ${await freePort()}`])
    expect(error).toMatch(/^Error: Redis at \S+ is a replica; expected the master$/)
  })

  test('when its memory is full, a publish waits, and is refused with what it says', async () => {
    const { connection } = await connecting(['--maxmemory', '100kb'], { publishTimeoutMs: 300 })
    const [outcome] = (await connection?.carry([outgoing('1')])) ?? []
    expect(outcome?.message).toMatch(/^orders was not confirmed within 300 ms: OOM command not allowed/)
  })

  test('with replicas that must have it, a publish resolves when they have, and not without them', async () => {
    const { connection } = await connecting([], { replicas: 1, publishTimeoutMs: 1_000 })
    const [outcome] = (await connection?.carry([outgoing('1')])) ?? []
    expect(outcome?.message).toBe('orders was not confirmed within 1000 ms: 0 replicas have it; expected 1')
    const master = await start()
    onTestFinished(() => master.remove())
    const replica = await start('--replicaof', `127.0.0.1 ${master.port}`)
    onTestFinished(() => replica.remove())
    const transport = redis({ url: master.url, replicas: 1, publishTimeoutMs: 20_000 })
    const well = await transport.connect({ clock: systemClock, warn: () => {} })
    onTestFinished(() => well.close())
    expect(await well.carry([outgoing('1')])).toEqual([undefined])
  })
})

describe.skipIf(!isInstalled)(`Redis by TLS${note}`, { timeout: 30_000 }, () => {
  test('who does not trust it is refused with a reason, and who does is let in', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tidings-redis-'))
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
    const request = '-x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost'
    const names = ['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', key, '-out', cert]
    execFileSync('openssl', ['req', ...request.split(' '), ...names], { stdio: 'ignore' })
    const port = await freePort()
    const files = ['--tls-cert-file', cert, '--tls-key-file', key, '--tls-ca-cert-file', cert]
    const server = await startRedis(folder, ['--tls-port', String(port), ...files, '--tls-auth-clients', 'no'])
    onTestFinished(() => server.remove())
    const url = `rediss://127.0.0.1:${port}`
    const options = { clock: systemClock, warn: () => {} }

    await expect(redis({ url }).connect(options)).rejects.toThrow(
      `cannot connect to Redis at 127.0.0.1:${port}: self-signed certificate`,
    )
    const plain = redis({ url: url.replace('rediss:', 'redis:'), requestTimeoutMs: 1_000 })
    await expect(plain.connect(options)).rejects.toThrow(`cannot connect to Redis at 127.0.0.1:${port}: `)
    const ca = await readFile(cert)
    const connection = await redis({ url, connect: { socket: { tls: true, ca } } }).connect(options)
    expect(await connection.carry([outgoing('1')])).toEqual([undefined])
    await connection.close()
  })
})
