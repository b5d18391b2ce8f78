/** Names for people: all of a few, some of many. */
export const listed = (names: readonly (string | number)[]): string =>
  names.length > 6 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ')
