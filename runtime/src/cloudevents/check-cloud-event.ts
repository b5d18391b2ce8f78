import type { Problem } from '../codec/validate.js'
import { checkAttribute, checkExtension, isAttributeName, isSound } from '../event/context-check.js'
import { pointerTo } from '../event/pointer.js'
import { describeValue } from '../validation/describe-value.js'

/**
 * What CloudEvents 1.0.2 holds against the context attributes of an event, by the member names of its JSON format;
 * nothing where all is well, and the first of more than 20. Reading is more liberal than this: it is for who wants to know whether a producer keeps
 * to the specification. `data` is left to its schema.
 */
export const checkCloudEvent = (cloudEvent: Readonly<Record<string, unknown>>): readonly Problem[] => {
  let problems: Problem[] | undefined
  const report = (name: string, message: string, keyword: string) => {
    problems ??= []
    if (problems.length < most) problems.push({ pointer: pointerTo([name]), message, keyword })
  }
  for (const name of required) {
    if (cloudEvent[name] === undefined || cloudEvent[name] === null) {
      report(name, `Missing attribute: expected ${JSON.stringify(name)} but received nothing`, 'required')
    }
  }
  for (const name of Object.keys(cloudEvent)) {
    const value = cloudEvent[name]
    // Section 2.2 of the JSON format: null is absence.
    if (value === null || name === 'data' || isSound(name, value)) continue
    check(name, value, (message, keyword) => report(name, message, keyword))
  }
  if (Object.hasOwn(cloudEvent, 'data') && Object.hasOwn(cloudEvent, 'data_base64')) {
    report('data_base64', 'Invalid member: expected data or data_base64 but received both', 'not')
  }
  return problems ?? none
}

const required = ['specversion', 'id', 'source', 'type'] as const
const none: readonly Problem[] = []
const most = 20

/** The attributes that CloudEvents itself defines and that are text. */
const core = new Set(['id', 'source', 'type', 'time', 'subject', 'datacontenttype', 'dataschema'])

type Say = (message: string, keyword: string) => void

const check = (name: string, value: unknown, say: Say): void => {
  if (name === 'data_base64') {
    if (typeof value !== 'string') say(`Invalid type: expected base64 text but received ${typeof value}`, 'type')
  } else if (!isAttributeName(name)) {
    say('Invalid name: expected an attribute of lower-case letters and digits', 'propertyNames')
  } else if (name === 'specversion') {
    say(`Invalid specversion: expected "1.0" but received ${describeValue(value)}`, 'const')
  } else if (core.has(name)) checkAttribute(name, value, say)
  else checkExtension(value, say)
}
