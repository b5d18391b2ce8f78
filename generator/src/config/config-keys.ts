import { options } from '../command-line/options.js'
import type { ProjectConfig, TidingsConfig } from './config.js'
import {
  type ConfigKey,
  count,
  flag,
  group,
  isObject,
  isText,
  listOf,
  mapOf,
  oneOf,
  path,
  schemaOfKeys,
  text,
} from './config-key.js'

const severityKey = oneOf('with which severity, or not at all', ['error', 'warning', 'info', 'off'])

/** What a project may say. */
export const projectKeys: Readonly<Record<keyof ProjectConfig, ConfigKey>> = {
  name: text('what --project and reports call it (the path of its contract)', 'a name'),
  contract: path(options.contract.summary),
  out: path(options.out.summary),
  language: text(options.language.summary, 'the name of a language'),
  perspective: oneOf(options.perspective.summary, options.perspective.choices),
  importExtension: oneOf(options.importExtension.summary, [...options.importExtension.choices, '']),
  templates: {
    says: 'your own templates, by path or package; one with the name of one of ours takes its place',
    takes: 'a list of folders, packages or templates',
    accepts: (value) => Array.isArray(value) && value.every((entry) => isText(entry) || isObject(entry)),
    schema: { type: 'array', items: { type: 'string', minLength: 1 } },
  },
  compatibility: oneOf(options.compatibility.summary, options.compatibility.choices),
  undeclaredInUse: flag(options.undeclaredInUse.summary),
  tolerant: flag(options.tolerant.summary),
  maxFindings: count(options.maxFindings.summary),
  lint: group('which rules lint has, and how severe they are', {
    extends: oneOf(options.ruleSet.summary, options.ruleSet.choices),
    rules: mapOf('rules by id: with which severity, or not at all', 'rule ids with severities', severityKey),
  }),
  allowRemoteRefs: flag(options.allowRemoteRefs.summary),
  allowRefsOutside: flag(options.allowRefsOutside.summary),
}

/** What a config may say. */
export const configKeys: Readonly<Record<keyof TidingsConfig, ConfigKey>> = {
  $schema: text('the JSON Schema of this file, for editors; it says nothing to tidings', 'the address of a schema'),
  ...projectKeys,
  projects: listOf(
    'several contracts in one repository; what stands beside this key holds for each that does not say otherwise',
    'a list of projects',
    projectKeys,
  ),
  format: oneOf(options.format.summary, options.format.choices),
  verbose: flag(options.verbose.summary),
}

/** The JSON Schema of a config file that is data. */
export const configSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'tidings.config.json, tidings.config.yaml',
  description: 'What a config file of the tidings command may say. Paths are relative to the file.',
  ...schemaOfKeys(configKeys),
}
