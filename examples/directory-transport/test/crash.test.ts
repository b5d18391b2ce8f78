import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Connection, Holding } from '@tidings/runtime/transport'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { confirmed, connect, kitchen, size } from './stage.js'

let path: string
let connection: Connection

beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'tidings-directory-'))
  connection = await connect(path)
  await connection.declare({ subscriptions: [kitchen] })
})
afterEach(async () => {
  await connection.close()
  await rm(path, { recursive: true, force: true })
})

test('what a killed process held, and no more, is handed out again once its lease has ended', async () => {
  const ids = Array.from({ length: 20 }, (_, index) => `${index}`)
  await connection.carry(ids.map((id) => confirmed(id, Buffer.from(id))))
  const holder = start('holder.ts', path)
  expect(await holder.lines.next()).toEqual({ done: false, value: 'holds 5' })
  await holder.kill()

  const handled = await handle()

  await expect.poll(() => idsOf(handled), patience).toEqual(ids.toSorted())
  expect(handled.filter(({ redeliveries }) => redeliveries === 1)).toHaveLength(5)
})

test('of publishers that are killed while they write, all that was accepted arrives, and nothing in part', async () => {
  // From the beginning, so that whatever shows half a message is caught at it.
  const handled = await handle()
  const publishers = ['a', 'b', 'c'].map((name) => start('publisher.ts', path, name))
  const accepted = await Promise.all(
    publishers.map(async ({ lines, kill }, index) => {
      const ids: string[] = []
      while (ids.length < 5) ids.push((await lines.next()).value)
      // At another moment of its work each.
      await new Promise((resolve) => setTimeout(resolve, index))
      await kill()
      for await (const line of lines) ids.push(line)
      return ids
    }),
  )

  await expect.poll(() => accepted.flat().filter((id) => !idsOf(handled).includes(id)), patience).toEqual([])
  expect(new Set(handled.map(({ message }) => message?.data?.length))).toEqual(new Set([size]))
})

test('what such a process left half written is removed an hour later', async () => {
  const anHourAgo = Date.now() / 1_000 - 3_601
  await writeFile(join(path, 'tmp/old'), 'half of')
  await utimes(join(path, 'tmp/old'), anHourAgo, anHourAgo)
  await writeFile(join(path, 'tmp/new'), 'half of')

  await (await connect(path)).close()

  expect(await readdir(join(path, 'tmp'))).toEqual(['new'])
})

/** Receives and acknowledges until the connection is closed; what was handled so far. */
async function handle(): Promise<readonly Holding[]> {
  const intake = await connection.open(kitchen)
  const handled: Holding[] = []
  const work = async () => {
    for (;;) {
      const held = await intake.receive(kitchen.prefetch, new AbortController().signal)
      if (held.length === 0) return
      handled.push(...held)
      await intake.acknowledge(held)
    }
  }
  work()
  return handled
}

const idsOf = (handled: readonly Holding[]) => handled.map(({ message }) => message?.attributes.id).toSorted()

const patience = { timeout: 10_000 }

function start(program: string, ...args: readonly string[]) {
  const file = join(import.meta.dirname, 'processes', program)
  const child = spawn(process.execPath, ['--import', 'tsx', '--conditions=@tidings/source', file, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  return {
    lines: createInterface(child.stdout)[Symbol.asyncIterator](),
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
  }
}
