import { withEventDefaults } from '@tidings/runtime'
import { expect, test } from 'vitest'
import { runEvening } from '../src/evening.js'

test('the evening goes as the expected output says', async () => {
  const now = () => new Date('2026-03-14T18:30:00Z')
  let count = 0
  const id = () => `event-${++count}`
  const lines: string[] = []

  await withEventDefaults({ now, id }, () => runEvening((...more) => lines.push(...more), now))

  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('expected-output.txt')
})
