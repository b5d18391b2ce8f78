/** What `toISOString` gives; all but its milliseconds is made once a second, which is what most of its time goes to. */
export const instantOf = (time: Date): string => {
  const ms = time.getTime()
  const second = Math.floor(ms / 1000)
  if (second !== known.second) known = { second, text: time.toISOString().slice(0, -'000Z'.length) }
  return `${known.text}${threeDigits(ms - second * 1000)}Z`
}

let known = { second: Number.NaN, text: '' }

const threeDigits = (count: number): string => String(1000 + count).slice(1)
