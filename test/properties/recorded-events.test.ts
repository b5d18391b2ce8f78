import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { loadContract } from '@tidings/contract'
import { type AnyEvent, isInvalidEvent } from '@tidings/runtime'
import { fromJson, toHttp, toHttpBatch, toJson, toJsonBatch } from '@tidings/runtime/cloudevents'
import fc from 'fast-check'
import { validateFiles } from 'tidings'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { headersText } from '../../runtime/src/message/message-headers.js'
import { ownDocuments, type TestDocument } from '../documents/documents.js'
import { type Breaking, breakingsOf } from './breakings-of.js'
import { type GeneratedEvent, generateEvents } from './generated-events.js'
import { givenOf, make } from './given-of.js'

/** `FC_RUNS=2000 npx vitest run test/properties/recorded` looks longer; with `FC_SEED` as well, at what failed before. */
const { FC_RUNS, FC_SEED } = process.env
const numRuns = Number(FC_RUNS ?? 20)
const seed = Number(FC_SEED ?? Math.floor(Math.random() * 2 ** 31))

let folder: string
let sdks: ReadonlyMap<string, readonly GeneratedEvent[]>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidings-recorded-'))
  sdks = await generateEvents(ownDocuments, folder)
}, 60_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

/** How recordings hold events. */
const recordings: Readonly<Record<string, (events: readonly AnyEvent[]) => string | Uint8Array>> = {
  NDJSON: (events) => events.map((event) => `${toJson(event)}\n`).join(''),
  'a batch': (events) => toJsonBatch(events),
  'a batch, laid out': (events) => JSON.stringify(events, null, 2),
  'HTTP in binary mode': (events) => Buffer.concat(events.map((event) => dump(toHttp(event)))),
  'HTTP in structured mode': (events) => Buffer.concat(events.map((event) => dump(toHttp(event, 'structured')))),
  'HTTP as a batch': (events) => dump(toHttpBatch(events)),
  'NDJSON packed by gzip': (events) => gzipSync(events.map((event) => `${toJson(event)}\n`).join('')),
}

function dump({ headers, body = new Uint8Array() }: ReturnType<typeof toHttp>): Buffer {
  const lines = Object.entries({ ...headers, 'content-length': body.length }).map(
    ([name, value]) => `${name}: ${value}`,
  )
  return Buffer.concat([Buffer.from(['POST / HTTP/1.1', ...lines, '', ''].join('\r\n')), body, Buffer.from('\r\n')])
}

async function validate({ file, root }: TestDocument, recorded: string | Uint8Array) {
  const { contract, places } = await loadContract(file, { root })
  if (contract === undefined || places === undefined) throw new Error(`${file} is not valid`)
  const stdin = Readable.from([Buffer.from(recorded)])
  return await validateFiles(['-'], { contract, places }, { stdin, maxFindings: 1e9 })
}

describe.each(ownDocuments)(
  `recorded events of $name, seed ${seed}`,
  { timeout: 60_000 + 500 * numRuns },
  (document) => {
    const generated = () => sdks.get(document.name) ?? expect.unreachable('it was not generated')
    const samples = () =>
      generated().flatMap((each) => fc.sample(givenOf(each), { numRuns, seed }).map((given) => ({ each, given })))

    test('are valid in every form', async () => {
      const events = samples().map(({ each, given }) => make(each, given))
      for (const [form, record] of Object.entries(recordings)) {
        const { findings, events: count } = await validate(document, record(events))
        expect({ form, count, findings }).toEqual({ form, count: events.length, findings: [] })
      }
    })

    test('are not valid where one thing was changed, and told at the line and pointer where the SDK says so', async () => {
      const types = generated().map(({ event }) => event.type)
      const isAlone = ({ event }: GeneratedEvent) => types.filter((type) => type === event.type).length === 1
      const broken = samples()
        .filter(({ each }) => isAlone(each))
        .flatMap(({ each, given }) =>
          breakingsOf(each, given, seed).map((breaking) => ({ each, text: broke(make(each, given), breaking) })),
        )
      const wanted = broken.flatMap(({ each, text }, index) => wrongIn(each, text).map((at) => `${index + 1} ${at}`))

      const { findings, invalid } = await validate(document, broken.map(({ text }) => `${text}\n`).join(''))

      expect(findings.map(({ place }) => `${place?.line} ${place?.pointer}`)).toEqual(wanted)
      expect(invalid).toBe(new Set(wanted.map((each) => each.split(' ')[0])).size)
      expect(wanted.length).toBeGreaterThan(0)
    })
  },
)

const broke = (event: AnyEvent, { part, value }: Breaking): string =>
  JSON.stringify({
    ...event.toJSON(),
    ...(part === 'data'
      ? { data: value }
      : { messageheaders: headersText(value as Readonly<Record<string, unknown>>) }),
  })

/** Where the generated class says that something is wrong. */
function wrongIn({ eventClass }: GeneratedEvent, text: string): readonly string[] {
  try {
    fromJson(eventClass, text)
    return []
  } catch (error) {
    if (!isInvalidEvent(error)) throw error
    return error.problems.map((problem) => (problem.in === 'data' ? `/data${problem.pointer}` : '/messageheaders'))
  }
}
