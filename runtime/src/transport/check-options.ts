/** How a transport refuses what can be no option of it: by its name, with what was given and what is expected. */
export interface OptionChecks {
  /** Throws `RangeError`. */
  within(name: string, value: number, least: number, most: number): void
  /** Throws `TypeError`. */
  oneOf(name: string, value: unknown, values: readonly unknown[]): void
}

export const checkOptionsOf = (transport: string): OptionChecks => ({
  within(name, value, least, most) {
    if (Number.isInteger(value) && value >= least && value <= most) return
    throw new RangeError(`${transport}: ${name} is ${value}; expected a whole number from ${least} to ${most}`)
  },
  oneOf(name, value, values) {
    if (values.includes(value)) return
    throw new TypeError(`${transport}: ${name} is ${JSON.stringify(value)}; expected ${values.join(' or ')}`)
  },
})
