import { codeOf } from './client.js'
import { LinkLost } from './link.js'

/** It is stored, and fewer replicas than wanted are known to have it. */
export class TooFewReplicas extends Error {
  constructor(found: number, wanted: number) {
    super(`${found} replicas have it; expected ${wanted}`)
  }
}

/** Whether it may go better next time: the server is away, starting, busy, full, or becoming another. */
export const isPassing = (error: unknown): boolean =>
  error instanceof LinkLost || error instanceof TooFewReplicas || passing.has(codeOf(error) ?? '')

const passing = new Set([
  'BUSY',
  'LOADING',
  'MASTERDOWN',
  'MISCONF',
  'NOREPLICAS',
  'OOM',
  'READONLY',
  'TRYAGAIN',
  'UNBLOCKED',
])

/** Whether a stream or consumer group is no longer there. */
export const isGone = (error: unknown): boolean => codeOf(error) === 'NOGROUP'
