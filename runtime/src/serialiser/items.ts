/** An array as JSON, each item as `print` gives it. */
export const items = <T>(values: readonly T[], print: (value: T) => string): string => {
  if (values.length === 0) return '[]'
  let text = `[${print(values[0] as T)}`
  for (let index = 1; index < values.length; index++) text += `,${print(values[index] as T)}`
  return `${text}]`
}
