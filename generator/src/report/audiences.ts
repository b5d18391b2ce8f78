import type { Audience } from '@tidings/contract'

/** Whom a change breaks, in words. */
export const audiences: Readonly<Record<Audience, string>> = {
  forward: 'who reads what is sent',
  backward: 'who reads what was sent before',
  source: 'code compiled against the SDK',
  wire: 'who finds events by address, type, key or server',
}

/** `who reads what is sent (forward)` */
export const describeAudiences = (breaks: readonly Audience[]): string =>
  breaks.map((audience) => `${audiences[audience]} (${audience})`).join(', ')
