/** The JSON pointer (RFC 6901) of a path. */
export const pointerTo = (path: readonly (string | number)[]): string =>
  path.map((token) => `/${String(token).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
