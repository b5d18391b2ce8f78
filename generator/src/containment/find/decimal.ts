/** `digits × 10^exponent`: a number exactly as it is written, as the validators read `multipleOf`. */
export interface Decimal {
  readonly digits: bigint
  readonly exponent: number
}

export function decimalOf(number: number): Decimal {
  const [mantissa = '0', exponent = '0'] = String(number).split('e')
  const [whole = '0', fraction = ''] = mantissa.split('.')
  return { digits: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length }
}

/** The smallest number that both divide. */
export function commonMultiple(one: Decimal, other: Decimal): Decimal {
  const exponent = Math.min(one.exponent, other.exponent)
  const [a, b] = [scaled(one, exponent), scaled(other, exponent)]
  return { digits: (a / commonDivisor(a, b)) * b, exponent }
}

export function divides(part: Decimal, whole: Decimal): boolean {
  const exponent = Math.min(part.exponent, whole.exponent)
  return scaled(whole, exponent) % scaled(part, exponent) === 0n
}

/** How often `step` goes into `number`, rounded down. */
export function quotient(number: Decimal, step: Decimal): bigint {
  const exponent = Math.min(number.exponent, step.exponent)
  const [a, b] = [scaled(number, exponent), scaled(step, exponent)]
  return a / b - (a % b < 0n ? 1n : 0n)
}

export const times = (count: bigint, { digits, exponent }: Decimal): number => Number(`${count * digits}e${exponent}`)

const scaled = ({ digits, exponent }: Decimal, to: number) => digits * 10n ** BigInt(exponent - to)

function commonDivisor(one: bigint, other: bigint): bigint {
  let [a, b] = [one < 0n ? -one : one, other < 0n ? -other : other]
  while (b > 0n) [a, b] = [b, a % b]
  return a
}
