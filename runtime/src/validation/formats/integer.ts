/** A signed integer of 32 bits. */
export function formatInt32(number: number): boolean {
  return Number.isInteger(number) && number >= -(2 ** 31) && number < 2 ** 31
}

/** A signed integer of 64 bits, as far as a number carries one exactly: ±(2⁵³−1). */
export function formatInt64(number: number): boolean {
  return Number.isSafeInteger(number)
}
