import type { CookingStartedV1Upcaster } from '@mario/pizzeria-events'

/** The older tablets tell minutes; everybody here reads an instant. */
export const upcastCookingStarted: CookingStartedV1Upcaster = ({ orderId, cook, startedAt, estimatedMinutes }) => ({
  orderId,
  cook,
  estimatedCompletion: new Date(Date.parse(startedAt) + estimatedMinutes * 60_000).toISOString(),
})
