/** What the command itself can find: in the config, in templates of the user's, in the output folder. */
export const commandRules: Readonly<Record<string, CommandRule>> = {
  'config-failed': { severity: 'error', says: 'the config file cannot be loaded' },
  'config-key': { severity: 'error', says: 'the config file holds a key that we do not know' },
  'config-name': { severity: 'error', says: 'two projects of the config file have one name' },
  'config-out': { severity: 'error', says: 'two projects of the config file write to one folder' },
  'config-shape': { severity: 'error', says: 'the config file gives no object' },
  'config-value': { severity: 'error', says: 'a value in the config file is of the wrong kind' },
  'template-failed': {
    severity: 'error',
    says: 'a template of yours cannot be loaded, throws, or writes what cannot be written',
  },
  'template-missing': { severity: 'error', says: 'there is nothing at the path of your templates' },
  'template-shape': { severity: 'error', says: 'what a module exports is no template' },
  'output-contents': { severity: 'error', says: 'the output folder holds models of another language, or the SDK' },
  'output-path': { severity: 'error', says: 'a template asks for a path that is never written' },
  'output-taken': { severity: 'error', says: 'something that we did not write stands where a generated file belongs' },
  'output-edited': { severity: 'warning; error with `--check`', says: 'a generated file was edited by hand' },
  'output-missing': { severity: 'error', says: '`--check`: a generated file is not there' },
  'output-outdated': {
    severity: 'error',
    says: '`--check`: a generated file, or the manifest, is not what the contract asks for',
  },
  'output-extra': { severity: 'error', says: '`--check`: a generated file no longer belongs' },
  'output-unfinished': {
    severity: 'error or info',
    says: '`--check`: a generation was killed or is at work; otherwise: it has been completed or undone',
  },
}

export interface CommandRule {
  readonly severity: string
  /** What it says, without a full stop. */
  readonly says: string
}
