import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { connect } from '@nats-io/transport-node'
import { type NatsOptions, nats } from '@tidings/runtime/nats'
import { systemClock } from '@tidings/runtime/transport'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { brokers, type RunningBroker } from '../../brokers/brokers.js'
import { startNats } from '../../brokers/nats.js'
import { outgoing, placeAt } from '../stage.js'

const { isMissing, note } = brokers.nats

describe.skipIf(isMissing)(`Who is let in by NATS${note}`, { timeout: 30_000 }, () => {
  let server: RunningBroker
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tidings-nats-'))
    const settings = join(folder, 'server.conf')
    await writeFile(
      settings,
      `authorization { users = [
        { user: mario, password: secret }
        { user: guest, password: guest, permissions: { publish: ["$JS.API.INFO"], subscribe: ["_INBOX.>"] } }
      ] }`,
    )
    server = await startNats(folder, ['-c', settings])
  })
  afterAll(() => server.remove())

  const warnings: string[] = []
  const connectAs = (user: string, pass: string, options: NatsOptions = {}) =>
    nats({ servers: server.url, connect: { user, pass }, requestTimeoutMs: 1_000, ...options }).connect({
      application: 'pizzeria',
      clock: systemClock,
      warn: (warning) => warnings.push(warning.message),
    })

  test('with the right password a start goes well', async () => {
    const connection = await connectAs('mario', 'secret')
    expect(await connection.health()).toEqual({ status: 'healthy', problems: [] })
    await connection.close()
  })

  test('with a wrong password a start is refused soon, and the message holds no secret', async () => {
    const begun = Date.now()
    const error = await connectAs('mario', 'wrong').catch((each: Error) => each)
    expect(String(error)).toMatch(/^Error: cannot connect to NATS at 127\.0\.0\.1:\d+: authorization violation/i)
    expect(String(error)).not.toContain('wrong')
    expect(Date.now() - begun).toBeLessThan(5_000)
  })

  test('a secret in the address is in no message', async () => {
    const servers = server.url.replace('nats://', 'nats://mario:wrong@')
    const error = await connectAs('mario', 'wrong', { servers }).catch((each: Error) => each)
    expect(String(error)).toContain('cannot connect to NATS at 127.0.0.1:')
    expect(String(error)).not.toContain('wrong')
  })

  test.each([
    ['an @ in the password', 'nats://mario:a@wrong@127.0.0.1:1'],
    ['a / in the password', 'nats://mario:a/wrong@127.0.0.1:1'],
    ['a port that is none', 'nats://mario:wrong@127.0.0.1:999999'],
    ['no scheme', 'mario:wrong@127.0.0.1:1'],
  ])('a secret is nowhere in the error: %s', async (_, servers) => {
    const error = await connectAs('mario', 'secret', { servers }).catch((each: Error) => each)
    expect(String(error)).toMatch(/^Error: cannot connect to NATS at 127\.0\.0\.1:\d+: /)
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('wrong')
  })

  test('what may not be done is told when it is declared, and when it is published', async () => {
    const connection = await connectAs('guest', 'guest', { publishTimeoutMs: 500 })
    await expect(connection.declare({ subscriptions: [placeAt()] })).rejects.toThrow(/permission/i)
    const [outcome] = await connection.carry([outgoing('1')])
    expect(outcome?.message).toMatch(/permission/i)
    await connection.close()
  })

  test("a connection of one's own is used, and stays open", async () => {
    const own = await connect({ servers: server.url, user: 'mario', pass: 'secret' })
    const connection = await connectAs('', '', { connection: own, prefix: 'own' })
    expect(await connection.carry([outgoing('1')])).toEqual([undefined])
    await connection.close()
    expect(own.isClosed()).toBe(false)
    await own.close()
  })
})
