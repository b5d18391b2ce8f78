import { spawnSync } from 'node:child_process'
import { rmSync, utimesSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { filesIn, folderWith, put } from '../fixtures/folder.js'
import { checkOutput } from './check-output.js'
import { acquireLock, isLocked } from './lock.js'
import { isOutputFolderBusy } from './output-folder-busy.js'
import { writeOutput } from './write-output.js'

const options = { contents: 'typescript', version: '1.0.0' }
const lockOf = (pid: number, host = hostname()) => ({ '.tidings/lock': JSON.stringify({ token: 'theirs', pid, host }) })
const idOfTheDead = () => spawnSync(process.execPath, ['--version']).pid

test('one holds it at a time, and nothing is left of it in the end', async () => {
  const folder = folderWith()
  const order: string[] = []
  const work = async (name: string) => {
    const lock = await acquireLock(folder)
    order.push(`${name} begins`)
    await new Promise((resolve) => setImmediate(resolve))
    order.push(`${name} ends`)
    await lock.release()
  }

  await Promise.all([work('one'), work('two'), work('three')])

  for (let index = 0; index < order.length; index += 2) {
    expect(order[index]?.replace('begins', 'ends')).toBe(order[index + 1])
  }
  expect(order).toHaveLength(6)
  expect(filesIn(folder)).toEqual({})
})

test('is taken over at once from a process of this machine that died', async () => {
  const folder = folderWith(lockOf(idOfTheDead()))

  expect(await isLocked(folder)).toBe(false)
  const lock = await acquireLock(folder, { waitMs: 0 })
  await lock.assertHeld()
  await lock.release()
})

test('is taken over by one of those who wait: the others leave what it may have by then', async () => {
  const left = { ...lockOf(idOfTheDead()), '.tidings/lock.theirs': '' }
  const folder = folderWith(left)
  const taking = acquireLock(folder)
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(filesIn(folder)).toEqual(left)
  rmSync(join(folder, '.tidings/lock.theirs'))
  await (await taking).release()
  expect(filesIn(folder)).toEqual({})
})

test('passes from one to the next, and none is disturbed', async () => {
  const folder = folderWith(lockOf(idOfTheDead()))
  const work = async () => {
    for (let round = 0; round < 20; round++) {
      const lock = await acquireLock(folder)
      await lock.assertHeld()
      await lock.release()
    }
  }
  await Promise.all([work(), work(), work()])
  expect(filesIn(folder)).toEqual({})
})

test('is taken over, too, where who wanted to take it over died of it', async () => {
  const folder = folderWith({ ...lockOf(idOfTheDead()), '.tidings/lock.theirs': '' })
  const longAgo = new Date(Date.now() - 60_000)
  utimesSync(join(folder, '.tidings/lock.theirs'), longAgo, longAgo)
  await (await acquireLock(folder)).release()
  expect(filesIn(folder)).toEqual({})
})

test('is not taken from a living process, nor from another machine', async () => {
  for (const lock of [lockOf(process.pid), lockOf(idOfTheDead(), 'elsewhere')]) {
    const folder = folderWith(lock)
    expect(await isLocked(folder)).toBe(true)
    await expect(acquireLock(folder, { waitMs: 0 })).rejects.toSatisfy(isOutputFolderBusy)
    expect(filesIn(folder)).toEqual(lock)
  }
})

test('is taken over from a holder that has given no sign for long, whoever it is', async () => {
  for (const lock of [lockOf(process.pid), lockOf(1, 'elsewhere'), { '.tidings/lock': '' }]) {
    const folder = folderWith(lock)
    const longAgo = new Date(Date.now() - 60_000)
    utimesSync(join(folder, '.tidings/lock'), longAgo, longAgo)
    await (await acquireLock(folder, { waitMs: 0 })).release()
    expect(filesIn(folder)).toEqual({})
  }
})

test('is noticed to be lost before the next step', async () => {
  const folder = folderWith()
  const lock = await acquireLock(folder)
  put(folder, lockOf(process.pid))

  await expect(lock.assertHeld()).rejects.toSatisfy(isOutputFolderBusy)
  await lock.release()
  expect(filesIn(folder)).toEqual(lockOf(process.pid))
})

test('lets generations that run at the same time end with what one of them wanted', async () => {
  const folder = folderWith()
  const wishes = ['one', 'two', 'three', 'four'].map((name) =>
    ['a', 'b', 'c'].map((file) => ({ path: `${name}/${file}.ts`, text: name })),
  )

  await Promise.all(wishes.map((files) => writeOutput(folder, files, options)))

  const current = await Promise.all(wishes.map((files) => checkOutput(folder, files, options)))
  expect(current.filter((findings) => findings.length === 0)).toHaveLength(1)
})

test('makes a check say that another process is generating', async () => {
  const folder = folderWith()
  await writeOutput(folder, [], options)
  put(folder, lockOf(process.pid))

  expect((await checkOutput(folder, [], options)).map(({ message }) => message)).toEqual([
    `another process is generating into ${JSON.stringify(folder)} at this moment`,
  ])
})
