import type { Money } from '@mario/pizzeria-events'

/** An amount in euros, from decimal text: `euros('15.99')`. */
export const euros = (amount: string): Money => money(toCents(amount), 'EUR')

/** The price of several. */
export const times = ({ amount, currency }: Money, quantity: number): Money =>
  money(toCents(amount) * BigInt(quantity), currency)

/** All amounts together. They are of one currency, and there is at least one. */
export function sum(amounts: readonly Money[]): Money {
  const [first, ...others] = amounts
  if (first === undefined) throw new RangeError('No amounts to add: expected at least one')
  const stranger = others.find(({ currency }) => currency !== first.currency)
  if (stranger !== undefined) throw new RangeError(`Cannot add ${stranger.currency} to ${first.currency}`)
  return money(
    amounts.reduce((cents, { amount }) => cents + toCents(amount), 0n),
    first.currency,
  )
}

/** For people: `EUR 15.99`. */
export const printed = ({ amount, currency }: Money): string => `${currency} ${amount}`

// Whole cents in between: 0.1 + 0.2 is not 0.3 in floating point.
function toCents(amount: string): bigint {
  if (!/^-?(0|[1-9][0-9]*)\.[0-9]{2}$/.test(amount)) {
    throw new RangeError(`Invalid amount: expected two decimals, such as 15.99, but received ${amount}`)
  }
  return BigInt(amount.replace('.', ''))
}

function money(cents: bigint, currency: string): Money {
  const digits = (cents < 0n ? -cents : cents).toString().padStart(3, '0')
  return { amount: `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`, currency }
}
