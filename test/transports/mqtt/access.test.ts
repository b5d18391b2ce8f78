import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { type MqttOptions, mqtt } from '@tidings/runtime/mqtt'
import { systemClock } from '@tidings/runtime/transport'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { brokers, type RunningBroker } from '../../brokers/brokers.js'
import { startMosquitto } from '../../brokers/mqtt.js'
import { runProgram } from '../../brokers/run-program.js'
import { outgoing, placeAt } from '../stage.js'

const { isMissing, note } = brokers.mqtt

describe.skipIf(isMissing)(`Who is let in by MQTT${note}`, { timeout: 30_000 }, () => {
  let broker: RunningBroker
  let secure: RunningBroker
  let authority: string
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tidings-mqtt-'))
    const [passwords, acl] = [join(folder, 'passwords'), join(folder, 'acl')]
    await writeFile(passwords, '')
    for (const [user, password] of [
      ['mario', 'secret'],
      ['guest', 'guest'],
    ] as const) {
      await runProgram('mosquitto_passwd', ['-b', passwords, user, password])
    }
    await writeFile(acl, 'user mario\ntopic readwrite #\nuser guest\ntopic read #\n')
    broker = await startMosquitto(folder, ['allow_anonymous false', `password_file ${passwords}`, `acl_file ${acl}`])
    const other = await mkdtemp(join(tmpdir(), 'tidings-mqtt-'))
    const [key, certificate] = [join(other, 'key.pem'), join(other, 'certificate.pem')]
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1']
    const made = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', certificate]
    await runProgram('openssl', ['req', ...made, ...subject])
    authority = await readFile(certificate, 'utf8')
    secure = await startMosquitto(other, ['allow_anonymous true', `certfile ${certificate}`, `keyfile ${key}`])
  })
  afterAll(() => Promise.all([broker.remove(), secure.remove()]))

  const warnings: string[] = []
  const connectWith = (options: MqttOptions) =>
    mqtt({ url: broker.url, requestTimeoutMs: 1_000, ...options }).connect({
      application: 'pizzeria',
      clock: systemClock,
      warn: (warning) => warnings.push(warning.message),
    })

  test('with the right password a start goes well', async () => {
    const connection = await connectWith({ username: 'mario', password: 'secret' })
    expect(await connection.health()).toEqual({ status: 'healthy', problems: [] })
    await connection.close()
  })

  test('with a wrong password a start is refused soon, and the message holds no secret', async () => {
    const error = await connectWith({ username: 'mario', password: 'wrong' }).catch((each: Error) => each)
    expect(String(error)).toMatch(/^Error: cannot connect to MQTT at 127\.0\.0\.1:\d+: .*not authorised \(0x87\)$/)
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('wrong')
  })

  test('a name and password in the address are used', async () => {
    const connection = await connectWith({ url: broker.url.replace('mqtt://', 'mqtt://mario:secret@') })
    await connection.close()
  })

  test.each([
    'mqtt://mario:a/wrong@127.0.0.1:1',
    'mqtt://mario:wrong@127.0.0.1:999999',
    'mqtt://mario:%wrong@127.0.0.1:1',
    'mario:wrong@127.0.0.1:1',
    'http://mario:wrong@127.0.0.1:1',
  ])('a secret is nowhere in the error about %s', (url) => {
    const error = (() => {
      try {
        return mqtt({ url })
      } catch (each) {
        return each
      }
    })()
    expect(String(error)).toMatch(/^TypeError: mqtt: url is no address of a broker/)
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('wrong')
  })

  test('what may not be done is told when it is declared, and when it is published', async () => {
    const connection = await connectWith({ username: 'guest', password: 'guest', publishTimeoutMs: 1_000 })
    const begun = Date.now()
    const [outcome] = await connection.carry([outgoing('1')])
    expect(outcome?.message).toMatch(/^MQTT refuses what is for orders: .*not authorised \(0x87\)$/)
    expect(Date.now() - begun).toBeLessThan(900)
    await expect(connection.declare({ subscriptions: [placeAt()] })).rejects.toThrow(
      /tidings\/\S+: not authorised \(0x87\)/,
    )
    await connection.close()
  })

  test('over TLS, whoever trusts the authority is let in', async () => {
    const url = secure.url.replace('mqtt:', 'mqtts:')
    const connection = await connectWith({ url, tls: { ca: authority } })
    expect(await connection.carry([outgoing('1')])).toEqual([undefined])
    await connection.close()
  })

  test('over TLS, whoever does not trust it is told', async () => {
    const url = secure.url.replace('mqtt:', 'mqtts:')
    await expect(connectWith({ url })).rejects.toThrow(/cannot connect to MQTT at 127\.0\.0\.1:\d+: .*self.signed/)
  })

  test('who speaks plainly to TLS is told within its time', async () => {
    await expect(connectWith({ url: secure.url })).rejects.toThrow(/cannot connect to MQTT at/)
  })
})
