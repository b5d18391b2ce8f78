import type { Check } from '../check.js'
import { closing } from './closing.js'
import { declaring } from './declaring.js'
import { delivering } from './delivering.js'
import { failing } from './failing.js'
import { isolating } from './isolating.js'
import { mapping } from './mapping.js'
import { ordering } from './ordering.js'
import { publishing } from './publishing.js'

/** All checks that need nothing but the transport itself, by number. */
export const conformanceChecks: readonly Check[] = [
  ...publishing,
  ...delivering,
  ...failing,
  ...isolating,
  ...ordering,
  ...closing,
  ...mapping,
  ...declaring,
].toSorted((one, other) => one.number - other.number)
