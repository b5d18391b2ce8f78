const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true })
const exactDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export const toUtf8 = (text: string): Uint8Array => encoder.encode(text)

/** Throws where the bytes are no UTF-8. A byte-order mark is left out. */
export const fromUtf8 = (bytes: Uint8Array): string => decoder.decode(bytes)

/** As `fromUtf8`, and gives the very bytes back when encoded again; `undefined` where they are no UTF-8. */
export const fromUtf8Exactly = (bytes: Uint8Array): string | undefined => {
  try {
    return exactDecoder.decode(bytes)
  } catch {
    return undefined
  }
}
