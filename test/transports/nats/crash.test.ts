import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { brokers } from '../../brokers/brokers.js'
import { idsOf, openStage, outgoing, placeAt, receive, type Stage, until } from './stage.js'

const { isMissing, note } = brokers.nats

describe.skipIf(isMissing)(`A process that is killed${note}`, { timeout: 60_000 }, () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(brokers.nats.url)
  })
  afterEach(() => stage.clear())
  afterAll(() => stage.close())

  test('what it held comes again, counted, and no more than it may hold', async () => {
    const connection = await stage.connect()
    await connection.declare({ subscriptions: [placeAt()] })
    const ids = Array.from({ length: 30 }, (_, index) => `${index}`)
    await connection.carry(ids.map((id) => outgoing(id)))
    const taken = await runUntilTaken(10)
    const intake = await connection.open(placeAt())
    const held = await receive(intake, 30)
    expect(
      idsOf(held)
        .map(Number)
        .sort((one, other) => one - other),
    ).toEqual(ids.map(Number))
    const again = held.filter(({ redeliveries }) => redeliveries === 1)
    expect(idsOf(again).sort()).toEqual(taken.sort())
    expect(held.filter(({ redeliveries }) => redeliveries === 0)).toHaveLength(20)
  })

  /** Starts a process, waits until it holds so many, and kills it. */
  async function runUntilTaken(count: number): Promise<string[]> {
    const program = fileURLToPath(new URL('./consume.ts', import.meta.url))
    const args = ['--conditions=@tidings/source', '--import', import.meta.resolve('tsx'), program]
    const child = spawn(process.execPath, [...args, brokers.nats.url, stage.prefix], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let printed = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text
    })
    const taken = () => printed.split('\n').filter((line) => line !== '')
    try {
      await until(() => taken().length >= count, 'the process held enough', 30_000)
      // It must not take more than it may hold.
      await new Promise((resolve) => setTimeout(resolve, 300))
    } finally {
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
    return taken()
  }
})
