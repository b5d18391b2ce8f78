/**
 * Whether a number is a whole multiple of another, as decimals: 19.99 is one of 0.01, although the binary quotient
 * is not whole.
 */
export function multipleOf(number: number, of: number): boolean {
  if (Number.isSafeInteger(number) && Number.isSafeInteger(of)) return number % of === 0
  const one = decimal(number)
  const other = decimal(of)
  if (one === undefined || other === undefined || of === 0) return false
  const exponent = Math.min(one.exponent, other.exponent)
  return scaled(one, exponent) % scaled(other, exponent) === 0n
}

/** `digits × 10^exponent` */
interface Decimal {
  readonly digits: bigint
  readonly exponent: number
}

function decimal(number: number): Decimal | undefined {
  const match = /^(-?[0-9]+)(?:\.([0-9]+))?(?:e([+-][0-9]+))?$/.exec(String(number))
  if (match === null) return undefined
  const [, whole = '', fraction = '', exponent = '0'] = match
  return { digits: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length }
}

const scaled = ({ digits, exponent }: Decimal, to: number) => digits * 10n ** BigInt(exponent - to)
