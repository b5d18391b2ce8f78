import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { type KafkaOptions, kafka } from '@tidings/runtime/kafka'
import { systemClock } from '@tidings/runtime/transport'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { brokers, type RunningBroker } from '../../brokers/brokers.js'
import { freePort } from '../../brokers/free-port.js'
import { startKafka } from '../../brokers/kafka.js'
import { outgoing, placeAt } from '../stage.js'

const { isMissing, note } = brokers.kafka

describe.skipIf(isMissing)(`Who is let in by Kafka${note}`, { timeout: 60_000 }, () => {
  let broker: RunningBroker
  let tlsPort: number
  let ca: Buffer
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tidings-kafka-'))
    const [certificate, key, both] = ['certificate.pem', 'key.pem', 'both.pem'].map((name) => join(folder, name))
    const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost']
    const names = ['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
    execFileSync('openssl', [...request, ...names, '-keyout', `${key}`, '-out', `${certificate}`], { stdio: 'ignore' })
    ca = await readFile(`${certificate}`)
    await writeFile(`${both}`, Buffer.concat([await readFile(`${key}`), ca]))
    tlsPort = await freePort()
    const login = 'org.apache.kafka.common.security.plain.PlainLoginModule'
    const users = 'user_mario="secret" user_guest="guest"'
    broker = await startKafka(folder, {
      settings: {
        'listener.security.protocol.map': 'PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT,INNER:SSL',
        'listener.name.plaintext.sasl.enabled.mechanisms': 'PLAIN',
        'listener.name.plaintext.plain.sasl.jaas.config': `${login} required ${users};`,
        'inter.broker.listener.name': 'INNER',
        'ssl.keystore.type': 'PEM',
        'ssl.keystore.location': `${both}`,
        'ssl.truststore.type': 'PEM',
        'ssl.truststore.location': `${certificate}`,
        'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
        'super.users': 'User:mario;User:ANONYMOUS',
      },
      inner: tlsPort,
    })
  }, 120_000)
  afterAll(() => broker.remove())

  const connectAs = (username: string, password: string, options: KafkaOptions = {}) =>
    kafka({
      brokers: broker.url,
      sasl: { mechanism: 'PLAIN', username, password },
      requestTimeoutMs: 1_000,
      ...options,
    }).connect({ application: 'pizzeria', clock: systemClock, warn: () => {} })

  test('with the right password a start goes well', async () => {
    const connection = await connectAs('mario', 'secret')
    expect(await connection.health()).toEqual({ status: 'healthy', problems: [] })
    await connection.close()
  })

  test('with a wrong password a start is refused soon, and the message holds no secret', async () => {
    const begun = Date.now()
    const error = await connectAs('mario', 'wrong').catch((each: Error) => each)
    expect(String(error)).toMatch(
      /^Error: cannot use Kafka at 127\.0\.0\.1:\d+: cannot connect to 127\.0\.0\.1:\d+: .*Authentication failed/i,
    )
    expect(inspect(error, { depth: null })).not.toContain('wrong')
    expect(Date.now() - begun).toBeLessThan(5_000)
  })

  test('without a password, and by TLS where there is none, a start is refused soon', async () => {
    for (const options of [{ sasl: undefined }, { tls: true, sasl: undefined }]) {
      const { sasl, ...rest } = options
      const transport = kafka({ brokers: broker.url, requestTimeoutMs: 1_000, ...rest })
      const connecting = transport.connect({ application: 'pizzeria', clock: systemClock, warn: () => {} })
      const outcome = await connecting.then(
        async (connection) => {
          const declared = connection.declare({ subscriptions: [placeAt()] }).catch((each: Error) => each)
          const error = await declared
          await connection.close()
          return error
        },
        (each: Error) => each,
      )
      expect(String(outcome)).toContain('127.0.0.1:')
    }
  })

  const byTls = (tls: KafkaOptions['tls']) => {
    const sasl = { mechanism: 'PLAIN', username: 'mario', password: 'se/cr@t' } as const
    const transport = kafka({ brokers: `127.0.0.1:${tlsPort}`, requestTimeoutMs: 2_000, ...(tls && { tls }), sasl })
    const connecting = transport.connect({ application: 'pizzeria', clock: systemClock, warn: () => {} })
    return connecting.then(
      () => new Error('it was let in'),
      (error: Error) => error,
    )
  }

  test('by TLS whom the certificate names is trusted, where its authority is known', async () => {
    const transport = kafka({ brokers: `127.0.0.1:${tlsPort}`, tls: { ca } })
    const connection = await transport.connect({ application: 'pizzeria', clock: systemClock, warn: () => {} })
    expect(await connection.health()).toEqual({ status: 'healthy', problems: [] })
    await connection.close()
  })

  test.each([
    ['an authority that is not known', () => true as const, /self-signed certificate/],
    ['another name', () => ({ ca, servername: 'kafka.example' }), /Hostname\/IP does not match.*kafka\.example/],
  ])('by TLS a certificate of %s is refused at once, and the message holds no secret', async (_, tls, why) => {
    const begun = Date.now()
    const error = await byTls(tls())
    expect(error.message).toMatch(why)
    expect(error.message).toMatch(/^cannot use Kafka at 127\.0\.0\.1:\d+: cannot connect to 127\.0\.0\.1:\d+: /)
    expect(inspect(error, { depth: null })).not.toContain('se/cr@t')
    expect(Date.now() - begun).toBeLessThan(5_000)
  })

  test('a secret in the address is no address, and in no message', () => {
    for (const address of ['kafka://mario:wrong@127.0.0.1:1', 'mario:a@wrong@127.0.0.1:1']) {
      expect(() => kafka({ brokers: address })).toThrow(/is no address; expected host:port/)
      expect(() => kafka({ brokers: address })).not.toThrow(/wrong/)
    }
  })

  test('what may not be done is told when it is declared, and when it is published', async () => {
    const connection = await connectAs('guest', 'guest', { publishTimeoutMs: 500 })
    await expect(connection.declare({ subscriptions: [placeAt()] })).rejects.toThrow(/authori[sz]|may not/i)
    const [outcome] = await connection.carry([outgoing('1')])
    expect(outcome?.message).toMatch(/authori[sz]|may not/i)
    await connection.close()
  })
})
