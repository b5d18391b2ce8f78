/** `Application/JSON; charset=utf-8` is `application/json`. */
export const mediaType = (contentType: string): string => (contentType.split(';', 1)[0] ?? '').trim().toLowerCase()

/** Whether data of this content type is JSON: CloudEvents' JSON format, section 3.1. */
export const isJson = (contentType: string): boolean => /^.+\/(?:.+\+)?json$/.test(mediaType(contentType))

/** The value of `charset`, lower-case. */
export const charsetOf = (contentType: string): string | undefined =>
  /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType)?.[1]?.toLowerCase()
