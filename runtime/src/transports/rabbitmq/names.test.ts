import { expect, test } from 'vitest'
import { lockOf, queueNames } from './names.js'

const names = queueNames('tidings')

test('a queue is named by its application and subscription', () => {
  expect(names.events('mario-pizzeria', 'kitchen')).toBe('tidings.events.mario-pizzeria.kitchen')
  expect(names.deadLetters('mario-pizzeria')).toBe('tidings.dead.mario-pizzeria')
})

const long = 'é'.repeat(200)

test.each([
  { one: ['a.b', 'c'], other: ['a', 'b.c'] },
  { one: ['', 'a'], other: ['%', 'a'] },
  { one: ['a', ''], other: ['', 'a'] },
  { one: ['x', `${long}1`], other: ['x', `${long}2`] },
])('$one and $other are two', ({ one: [a = '', b = ''], other: [c = '', d = ''] }) => {
  expect(names.events(a, b)).not.toBe(names.events(c, d))
})

test('whatever a name holds, the broker takes it', () => {
  for (const name of ['a b\u0000c\n#*', '🍕'.repeat(100), `${'x'.repeat(200)}${'🍕'.repeat(20)}`]) {
    const queue = names.events(name, name)
    expect(Buffer.byteLength(lockOf(queue))).toBeLessThanOrEqual(255)
    expect(queue).not.toMatch(/[\s\p{Cc}\ufffd]/u)
    expect(Buffer.from(queue).toString()).toBe(queue)
  }
})
