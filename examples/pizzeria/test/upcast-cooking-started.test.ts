import { CookingStartedV1 } from '@mario/pizzeria-events'
import { expect, test } from 'vitest'
import { upcastCookingStarted } from '../src/kitchen/upcast-cooking-started.js'

test('minutes from the beginning become an instant', () => {
  const event = new CookingStartedV1({
    orderId: '17',
    cook: 'Luigi',
    startedAt: '2026-03-14T18:55:00Z',
    estimatedMinutes: 12,
  })
  expect(upcastCookingStarted(event.data, event)).toEqual({
    orderId: '17',
    cook: 'Luigi',
    estimatedCompletion: '2026-03-14T19:07:00.000Z',
  })
})
