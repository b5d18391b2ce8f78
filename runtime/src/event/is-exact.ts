/** Whether a number is the one that was meant, and stays it in JSON: −0 would become 0. Of some that are, it is not sure. */
export const isExact = (value: number): boolean =>
  value <= Number.MAX_SAFE_INTEGER && value >= Number.MIN_SAFE_INTEGER && !Object.is(value, -0)
