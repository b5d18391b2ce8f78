import type { Perspective } from '@tidings/contract'
import type { ImportExtension, Template } from '@tidings/templates'
import type { Compatibility } from '../diff/judge-changes.js'
import type { LintConfig } from '../lint/lint-config.js'
import type { Format } from '../report/formats.js'

/** What a config says of one contract. */
export interface ProjectConfig {
  /** What `--project` and reports call it: the path of its contract unless given. */
  readonly name?: string
  /** The AsyncAPI document; `asyncapi.yaml` unless given. */
  readonly contract?: string
  /** The folder of the generated files; `generated` unless given. */
  readonly out?: string
  /** Writes payload models in this language instead of the SDK. */
  readonly language?: string
  /** Whose eyes see the contract: those of the application that it describes (unless given), or of a client of it. */
  readonly perspective?: Perspective
  /** How import specifiers of generated files end: `.js` unless given. */
  readonly importExtension?: ImportExtension | 'none'
  /**
   * Your own templates: a folder or module (`./templates`), a package (`@acme/templates`), or a template itself.
   * One with the name of one of ours takes its place.
   */
  readonly templates?: readonly (string | Template)[]
  /** Which breaks `tidings diff` takes for errors: unless given, by the direction of each operation. */
  readonly compatibility?: Compatibility
  /** Somebody sends undeclared properties: to declare one is an error, not a warning. */
  readonly undeclaredInUse?: boolean
  /** Lets undeclared properties of a newer producer pass when recorded events are validated. */
  readonly tolerant?: boolean
  /** How many findings `validate` shows; the others are counted. 100 unless given. */
  readonly maxFindings?: number
  /** Which rules `tidings lint` has, and how severe they are. */
  readonly lint?: LintConfig
  /** Follows references to the network. */
  readonly allowRemoteRefs?: boolean
  /** Follows references to files outside the project. */
  readonly allowRefsOutside?: boolean
}

/**
 * What a `tidings.config.*` file may say; all of it may be left out. Paths are relative to the file. The command
 * line goes before it.
 */
export interface TidingsConfig extends ProjectConfig {
  /** The JSON Schema of the file, for editors: `./node_modules/tidings/config.schema.json`. */
  readonly $schema?: string
  /**
   * Several contracts in one repository. Commands do all of them, or the one that `--project` names. What stands
   * beside this key holds for each project that does not say otherwise.
   */
  readonly projects?: readonly ProjectConfig[]
  /** How findings are printed: `text` unless given. */
  readonly format?: Format
  /** Tells each note of a generation with its place, not only a line for each event or schema. */
  readonly verbose?: boolean
}

/** Checks a config by type and keeps it as it is. */
export const defineConfig = (config: TidingsConfig): TidingsConfig => config
