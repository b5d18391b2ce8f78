import { expect, test } from 'vitest'
import { kitchenAndArchive } from './fixtures/kitchen-and-archive.js'

test('discard forgets', async () => {
  const { bus, kitchen, seen } = await kitchenAndArchive()
  kitchen.isBroken = false
  expect(await bus.deadLetters.discard({ subscription: 'kitchen' })).toBe(3)
  expect(await bus.deadLetters.redrive()).toBe(0)
  await bus.idle()
  expect(seen).toEqual([])
  await bus.close()
})

test('the id of one that was not found selects none to discard', async () => {
  const { bus } = await kitchenAndArchive()
  const found = (await bus.deadLetters.list()).find(({ subscription }) => subscription === 'archive')
  const selection = { id: found?.id } as { id: string }
  const refusal = new TypeError('id is undefined; give one, or leave id out to select all')
  await expect(bus.deadLetters.discard(selection)).rejects.toThrow(refusal)
  expect(await bus.deadLetters.list()).toHaveLength(3)
  await bus.close()
})
