import type { Trouble, Verdict } from './verdict.js'

/**
 * A trouble with the event and the pointer that it is about:
 * `OrderConfirmed e-17: /data/total/amount: Invalid type: expected string but received 7`.
 */
export function tellTrouble({ message, pointer, rule }: Trouble, { events, id }: Verdict): string {
  // The first two are told once for all records that are so; the third names event and pointer itself.
  if (rule === 'several-events' || rule === 'unjudged-content' || rule === 'unknown-event') return message
  const name = events.length === 1 ? events[0]?.id : undefined
  const subject = typeof id === 'string' ? [`${name ?? 'event'} ${shortened(id)}`] : name === undefined ? [] : [name]
  return [...subject, ...(pointer === '' ? [] : [shortened(pointer)]), message].join(': ')
}

const shortened = (text: string): string => (text.length > 120 ? `${text.slice(0, 120)}…` : text)
