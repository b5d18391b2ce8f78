import { guardFor, TidingsError } from './tidings-error.js'

/** A media type that the codec of the event neither writes nor reads. */
export class UnsupportedContentType extends TidingsError<'TIDINGS_UNSUPPORTED_CONTENT_TYPE'> {
  override readonly name = 'UnsupportedContentType'
  readonly contentType: string

  constructor(contentType: string, message: string) {
    super('TIDINGS_UNSUPPORTED_CONTENT_TYPE', message)
    this.contentType = contentType
  }
}

export const isUnsupportedContentType = guardFor<UnsupportedContentType>('TIDINGS_UNSUPPORTED_CONTENT_TYPE')
