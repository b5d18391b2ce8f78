import type { Perspective } from '@tidings/contract'
import type { ImportExtension, Template } from '@tidings/templates'
import type { LintConfig } from '../lint/lint-config.js'

/**
 * What a `tidings.config.*` file may say; all of it may be left out. Paths are relative to the file. The command
 * line goes before it.
 */
export interface TidingsConfig {
  /** The AsyncAPI document; `asyncapi.yaml` unless given. */
  readonly contract?: string
  /** The folder of the generated files; `generated` unless given. */
  readonly out?: string
  /** Writes payload models in this language instead of the SDK. */
  readonly language?: string
  /** Whose eyes see the contract: those of the application that it describes (unless given), or of a client of it. */
  readonly perspective?: Perspective
  /** How import specifiers of generated files end: `.js` unless given. */
  readonly importExtension?: ImportExtension
  /**
   * Your own templates: a folder or module (`./templates`), a package (`@acme/templates`), or a template itself.
   * One with the name of one of ours takes its place.
   */
  readonly templates?: readonly (string | Template)[]
  /** Which rules `tidings lint` has, and how severe they are. */
  readonly lint?: LintConfig
  /** Follows references to the network. */
  readonly allowRemoteRefs?: boolean
  /** Follows references to files outside the project. */
  readonly allowRefsOutside?: boolean
  /** How findings are printed: `text` unless given. */
  readonly format?: 'text' | 'json' | 'github'
  /** Tells each note of a generation with its place, not only a line for each event or schema. */
  readonly verbose?: boolean
}

/** Checks a config by type and keeps it as it is. */
export const defineConfig = (config: TidingsConfig): TidingsConfig => config
