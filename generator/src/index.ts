export type { Finding, Place, Severity } from '@tidings/contract'
export type { Note } from '@tidings/templates'
export { run } from './command-line/run.js'
export type { Terminal, Writer } from './command-line/terminal.js'
export { isWrongUsage, WrongUsage } from './command-line/wrong-usage.js'
export { defineConfig, type ProjectConfig, type TidingsConfig } from './config/config.js'
export type { Given } from './config/given.js'
export { type LoadedSettings, loadSettings } from './config/load-settings.js'
export type { Settings } from './config/settle.js'
export { type ContractOptions, model } from './contract/model.js'
export { type Diff, type DiffOptions, diff } from './diff/diff.js'
export type { Compatibility } from './diff/judge-changes.js'
export type { NextEventVersion } from './diff/next-event-version.js'
export type { Level } from './diff/next-version.js'
export { checkGenerated, type Generated, generate } from './generate/generate.js'
export type { GenerateOptions } from './generate/generate-options.js'
export { type Initialised, type InitOptions, init } from './init/init.js'
export type { InitChoices } from './init/init-choices.js'
export type { Project } from './init/inspect-project.js'
export type { PlannedFile } from './init/planned-file.js'
export type { KnownRule } from './lint/known-rule.js'
export { knownRules as lintRules } from './lint/known-rules.js'
export { type Linted, type LintOptions, lint, lintContract } from './lint/lint.js'
export { type Fixed, lintAndFix, type Mended } from './lint/lint-and-fix.js'
export type { LintConfig, RuleSet } from './lint/lint-config.js'
export { isUnusableOutputFolder, UnusableOutputFolder } from './output-folder/open-output-folder.js'
export type { FileChange } from './output-folder/output-file.js'
export { isOutputFolderBusy, OutputFolderBusy } from './output-folder/output-folder-busy.js'
export { type Format, formats } from './report/formats.js'
export type { PrintOptions, PrintReport } from './report/printing.js'
export {
  type Failure,
  type Report,
  type Reported,
  type ReportedProject,
  type RuleDescription,
  type Status,
  statusOf,
} from './report/report.js'
export type { Form } from './validate/forms.js'
export type { Envelope } from './validate/take-records.js'
export type { TypeSummary } from './validate/tally.js'
export {
  type Progress,
  type Validated,
  type ValidateOptions,
  validateEvents,
  validateFiles,
} from './validate/validate-events.js'
export { type WatchOptions, type WatchRound, watch } from './watch/watch.js'
