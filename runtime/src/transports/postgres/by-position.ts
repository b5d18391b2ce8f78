/** Positions are whole numbers that no `number` holds, without a sign or zeros before them. */
export const byPosition = (one: Positioned, other: Positioned): number => {
  const [a, b] = [one.position, other.position]
  return a.length - b.length || (a < b ? -1 : Number(a > b))
}

interface Positioned {
  readonly position: string
}
