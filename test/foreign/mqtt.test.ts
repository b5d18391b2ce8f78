import type { CloudEventObject } from '@tidings/runtime/cloudevents'
import { test } from 'vitest'
import { brokers } from '../brokers/brokers.js'
import { converse, type Foreign } from './converse.js'
import { run } from './run.js'
import { findTool } from './tool.js'
import { withPizzeria } from './with-pizzeria.js'

/** Mosquitto's own programs. MQTT has no history: who wants to read says so before. */
const mosquitto = (form: 'binary' | 'structured'): Foreign => ({
  prepare: async (url: string, address: string) => {
    await run('mosquitto_sub', [...at(url, address), ...reader, '-E'])
  },
  async read(url: string, address: string): Promise<readonly CloudEventObject[]> {
    // It ends with an error where nothing came within that second.
    const printed = await run('mosquitto_sub', [
      ...at(url, address),
      ...reader,
      '-F',
      '%J',
      '-C',
      '1',
      '-W',
      '1',
    ]).catch(() => '')
    return printed
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => eventIn(JSON.parse(line)))
  },
  async write(url: string, address: string, event: CloudEventObject): Promise<void> {
    const { data, datacontenttype, ...attributes } = event
    const property = (...words: readonly string[]) => ['-D', 'PUBLISH', ...words]
    const properties =
      form === 'structured'
        ? property('content-type', 'application/cloudevents+json')
        : [
            ...property('content-type', String(datacontenttype)),
            ...Object.entries(attributes).flatMap(([name, value]) => property('user-property', name, String(value))),
          ]
    const body = JSON.stringify(form === 'structured' ? event : data)
    await run('mosquitto_pub', [...at(url, address), '-q', '1', '-m', body, ...properties])
  },
})

const at = (url: string, address: string) => ['-V', 'mqttv5', '-L', `${url}/${address}`]

const reader = ['-i', 'a-program', '-c', '-q', '1', '-x', '3600']

interface Printed {
  readonly properties: {
    readonly 'content-type': string
    readonly 'user-properties': Readonly<Record<string, string>>
  }
  readonly payload: unknown
}

const eventIn = ({ properties, payload }: Printed) =>
  ({
    ...properties['user-properties'],
    datacontenttype: properties['content-type'],
    data: payload,
  }) as unknown as CloudEventObject

const pizzeria = withPizzeria('mqtt')
const tool = findTool('mosquitto_sub')

test.skipIf(brokers.mqtt.isMissing || tool.isMissing).each(['binary', 'structured'] as const)(
  `mosquitto_sub reads what the pizzeria publishes, and mosquitto_pub writes what it handles, %s${brokers.mqtt.note}${tool.note}`,
  { timeout: 60_000 },
  (form) => converse(pizzeria(), mosquitto(form)),
)
