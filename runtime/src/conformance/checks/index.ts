import type { Check } from '../check.js'
import { closing } from './closing.js'
import { comparing } from './comparing.js'
import { connecting } from './connecting.js'
import { declaring } from './declaring.js'
import { delivering } from './delivering.js'
import { failing } from './failing.js'
import { interoperating } from './interoperating.js'
import { isolating } from './isolating.js'
import { mapping } from './mapping.js'
import { ordering } from './ordering.js'
import { publishing } from './publishing.js'
import { returning } from './returning.js'

/** All checks, by number. */
export const conformanceChecks: readonly Check[] = [
  ...publishing,
  ...delivering,
  ...failing,
  ...isolating,
  ...ordering,
  ...closing,
  ...mapping,
  ...declaring,
  ...comparing,
  ...connecting,
  ...returning,
  ...interoperating,
].toSorted((one, other) => one.number - other.number)
