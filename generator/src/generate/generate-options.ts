import type { Perspective } from '@tidings/contract'
import type { ImportExtension, Template } from '@tidings/templates'

/** What to generate, from what, into where. Relative paths are relative to the process's working folder. */
export interface GenerateOptions {
  /** The AsyncAPI document. */
  readonly contract: string
  /** The output folder. */
  readonly out: string
  /** Payload models in this language, instead of the SDK. */
  readonly language?: string
  readonly perspective?: Perspective
  readonly importExtension?: ImportExtension
  /** A path (`./templates`), a package (`@acme/templates`), or a template itself. */
  readonly templates?: readonly (string | Template)[]
  /** The folder that packages among `templates` are looked for from. */
  readonly templatesFrom?: string
  readonly allowRemoteRefs?: boolean
  readonly allowRefsOutside?: boolean
}
