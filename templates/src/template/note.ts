import type { Origin } from '@tidings/contract'

/** Something that generation has to say about a contract: no fault of it, but good to know. */
export interface Note {
  /**
   * Kebab-case and stable: `inexact-type` (TypeScript cannot say what the validator checks), `unchecked-keyword`
   * (the validator cannot check what the schema says), `unsupported-content-type`, or a template's own.
   */
  readonly rule: string
  /** One sentence, in the contract's words. */
  readonly message: string
  /** Id of the event that it is about. */
  readonly event?: string
  /** Which schema of the event. */
  readonly part?: 'payload' | 'headers'
  /** Name of the shared schema that it is about. */
  readonly schema?: string
  /** JSON pointer inside that schema. */
  readonly pointer?: string
  /** The keyword of JSON Schema at that place. */
  readonly keyword?: string
  /** Where the event or the schema stands in the document. */
  readonly origin?: Origin
}
