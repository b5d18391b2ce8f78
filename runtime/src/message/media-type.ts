import { remembered } from './remembered.js'

/** `Application/JSON; charset=utf-8` is `application/json`. */
export const mediaType = remembered((contentType) => {
  const end = contentType.indexOf(';')
  return (end < 0 ? contentType : contentType.slice(0, end)).trim().toLowerCase()
})

/** Whether data of this content type is JSON: CloudEvents' JSON format, section 3.1. */
export const isJson = (contentType: string): boolean =>
  contentType === 'application/json' || isJsonType(mediaType(contentType))

const isJsonType = remembered((type) => /^.+\/(?:.+\+)?json$/.test(type))

/** The value of `charset`, lower-case. */
export const charsetOf = (contentType: string): string | undefined =>
  /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType)?.[1]?.toLowerCase()
