export type { Finding, Place, Severity } from '@tidings/contract'
export type { Note } from '@tidings/templates'
export { run } from './command-line/run.js'
export type { Terminal, Writer } from './command-line/terminal.js'
export { isWrongUsage, WrongUsage } from './command-line/wrong-usage.js'
export { defineConfig, type TidingsConfig } from './config/config.js'
export { type LoadedSettings, loadSettings, type Settings } from './config/load-settings.js'
export { lint } from './contract/lint.js'
export { type ContractOptions, model } from './contract/model.js'
export { checkGenerated, type Generated, generate } from './generate/generate.js'
export type { GenerateOptions } from './generate/generate-options.js'
export { isUnusableOutputFolder, UnusableOutputFolder } from './output-folder/open-output-folder.js'
export type { FileChange } from './output-folder/output-file.js'
export { isOutputFolderBusy, OutputFolderBusy } from './output-folder/output-folder-busy.js'
export { type Format, formats } from './report/formats.js'
export type { PrintOptions, PrintReport } from './report/printing.js'
export { type Report, type Status, statusOf } from './report/report.js'
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
export { type WatchOptions, watch } from './watch/watch.js'
