/** Node's `IncomingMessage.headers`, the web's `Headers`, or a plain object. */
export type HeadersGiven =
  | Iterable<readonly [string, string]>
  | Readonly<Record<string, string | readonly string[] | undefined>>

/** Headers that can be gone through more than once. */
export type ReceivedHeaders =
  | readonly (readonly [string, string])[]
  | Readonly<Record<string, string | readonly string[] | undefined>>

export const receivedHeaders = (given: HeadersGiven): ReceivedHeaders =>
  Symbol.iterator in given ? [...(given as Iterable<readonly [string, string]>)] : given

/** The value of a header, whose name is lower-case here, in whatever case it came. */
export const headerOf = (headers: ReceivedHeaders, wanted: string): string | undefined => {
  if (isList(headers)) return headers.find(([name]) => isSameName(name, wanted))?.[1]
  const value = Object.hasOwn(headers, wanted) ? headers[wanted] : undefined
  if (value !== undefined) return textOf(value)
  const name = Object.keys(headers).find((each) => isSameName(each, wanted) && headers[each] !== undefined)
  return name === undefined ? undefined : textOf(headers[name] ?? '')
}

export const eachHeader = (headers: ReceivedHeaders, take: (name: string, value: string) => void): void => {
  if (isList(headers)) {
    for (const [name, value] of headers) take(name, value)
    return
  }
  for (const name of Object.keys(headers)) {
    const value = headers[name]
    if (value !== undefined) take(name, textOf(value))
  }
}

const isList = (headers: ReceivedHeaders): headers is readonly (readonly [string, string])[] => Array.isArray(headers)

const textOf = (value: string | readonly string[]): string => (typeof value === 'string' ? value : value.join(', '))

const isSameName = (name: string, wanted: string): boolean =>
  name.length === wanted.length && name.toLowerCase() === wanted
