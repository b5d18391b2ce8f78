import { percentEncode } from '../message/percent.js'
import type { DeadLetter, DeadLetterDetails, DeadLetterReason } from './dead-letter.js'

/** What befell a dead letter stands in headers beside the original, which are named so on every wire. */
export const deadLetterHeaders = {
  subscription: 'tidings-subscription',
  redrives: 'tidings-redrives',
  reason: 'tidings-reason',
  errorName: 'tidings-error-name',
  errorMessage: 'tidings-error-message',
  errorCode: 'tidings-error-code',
  attempts: 'tidings-attempts',
  redeliveries: 'tidings-redeliveries',
  firstAttemptAt: 'tidings-first-attempt-at',
  lastAttemptAt: 'tidings-last-attempt-at',
  parkedAt: 'tidings-parked-at',
} as const

type Told = Omit<DeadLetter, 'id' | 'place' | 'key' | 'message' | 'wire' | 'parkKey'>

/** All but whose it is; what is absent is `undefined`. What is told of an error must leave room for the message. */
export function writeDetails(
  { reason, error, attempts, redeliveries, firstAttemptAt, lastAttemptAt, parkedAt }: DeadLetterDetails,
  redrives: number,
  cut: (text: string, most: number) => string = cutText,
): Readonly<Record<string, string | number | undefined>> {
  return {
    [deadLetterHeaders.redrives]: redrives,
    [deadLetterHeaders.reason]: reason,
    [deadLetterHeaders.errorName]: cut(error.name, 200),
    [deadLetterHeaders.errorMessage]: cut(error.message, 3_000),
    [deadLetterHeaders.errorCode]: error.code === undefined ? undefined : cut(error.code, 200),
    [deadLetterHeaders.attempts]: attempts,
    [deadLetterHeaders.redeliveries]: redeliveries,
    [deadLetterHeaders.firstAttemptAt]: firstAttemptAt,
    [deadLetterHeaders.lastAttemptAt]: lastAttemptAt,
    [deadLetterHeaders.parkedAt]: parkedAt,
  }
}

/** As far as it is told: others may have put there what they liked. */
export function readDetails(read: (name: string) => string | undefined): Told {
  const code = read(deadLetterHeaders.errorCode)
  const redeliveries = read(deadLetterHeaders.redeliveries)
  const firstAttemptAt = read(deadLetterHeaders.firstAttemptAt)
  const lastAttemptAt = read(deadLetterHeaders.lastAttemptAt)
  return {
    subscription: read(deadLetterHeaders.subscription) ?? '',
    redrives: Number(read(deadLetterHeaders.redrives) ?? 0),
    reason: (read(deadLetterHeaders.reason) ?? 'undecodable') as DeadLetterReason,
    error: {
      name: read(deadLetterHeaders.errorName) ?? 'Error',
      message: read(deadLetterHeaders.errorMessage) ?? '',
      ...(code !== undefined && { code }),
    },
    attempts: Number(read(deadLetterHeaders.attempts) ?? 0),
    ...(redeliveries !== undefined && { redeliveries: Number(redeliveries) }),
    ...(firstAttemptAt !== undefined && { firstAttemptAt }),
    ...(lastAttemptAt !== undefined && { lastAttemptAt }),
    parkedAt: read(deadLetterHeaders.parkedAt) ?? '',
  }
}

/** The first `most` characters, and no half of a pair. */
export const cutText = (text: string, most: number): string =>
  text.length <= most ? text : `${withoutHalf(text.slice(0, most))}…`

/** The same where a wire percent-encodes: no more than `most` when that is done. */
export function cutEncoded(text: string, most: number): string {
  if (text.length <= most && percentEncode(text).length <= most) return text
  let kept = text.slice(0, most)
  while (percentEncode(kept).length > most) kept = kept.slice(0, Math.floor(kept.length * 0.9))
  return `${withoutHalf(kept)}…`
}

const withoutHalf = (text: string): string => text.replace(/[\ud800-\udbff]$/, '')
