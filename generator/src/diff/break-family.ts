import type { Break, BreakKind } from '../containment/break.js'
import type { DiffRuleId } from './rules.js'

/** The rules of one kind of change of data: for what takes less, what takes more, and what takes something else. */
export interface BreakFamily {
  /** Old events that new code refuses. */
  readonly backward: DiffRuleId
  /** New events that old code refuses. */
  readonly forward: DiffRuleId
  /** Where one change is both; absent where the two are told apart. */
  readonly both?: DiffRuleId
}

const type: BreakFamily = { backward: 'type-narrowed', forward: 'type-widened', both: 'type-changed' }
const values: BreakFamily = { backward: 'value-removed', forward: 'value-added', both: 'values-changed' }
const limit: BreakFamily = { backward: 'limit-tightened', forward: 'limit-loosened', both: 'limit-changed' }
const form: BreakFamily = { backward: 'form-narrowed', forward: 'form-widened', both: 'form-changed' }
const shape: BreakFamily = { backward: 'shape-narrowed', forward: 'shape-widened', both: 'shape-changed' }
const alternatives: BreakFamily = {
  backward: 'alternative-removed',
  forward: 'alternative-added',
  both: 'alternatives-changed',
}

const families: Readonly<Record<BreakKind, BreakFamily>> = {
  'required-added': { backward: 'property-required', forward: 'property-optional' },
  'property-closed': { backward: 'property-refused', forward: 'closed-object-widened' },
  'undeclared-property-taken': {
    backward: 'undeclared-property',
    forward: 'undeclared-property',
    both: 'undeclared-property',
  },
  'names-narrowed': shape,
  'dependency-added': shape,
  'type-narrowed': type,
  'enum-shrunk': values,
  'const-changed': values,
  'bound-narrowed': limit,
  'multiple-narrowed': limit,
  'length-narrowed': limit,
  'count-narrowed': limit,
  'pattern-narrowed': form,
  'format-narrowed': form,
  'unique-added': limit,
  'contains-narrowed': shape,
  'alternative-removed': alternatives,
  'alternatives-narrowed': alternatives,
  'alternatives-overlap': alternatives,
  'exclusion-widened': shape,
  narrowed: shape,
  'nothing-taken': { backward: 'property-refused', forward: 'closed-object-widened' },
}

export function familyOf({ kind, path }: Break): BreakFamily {
  const last = path.at(-1) ?? {}
  return kind === 'nothing-taken' && ('index' in last || 'anyItem' in last) ? limit : families[kind]
}

/** Breaks of both directions are one change where they are about one keyword; enum and const, and types, are one anyway. */
export function topicOf(one: Break): string {
  const { keyword } = one
  const family = familyOf(one)
  return family === limit || family === form || family === shape ? `${family.both}:${keyword}` : family.backward
}

/** Whether the types of the SDK show such a change. */
export const showsInTypes = ({ kind }: Break): boolean => ![limit, form].includes(families[kind])
