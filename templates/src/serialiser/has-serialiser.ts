import type { Contract, ContractEvent } from '@tidings/contract'
import { isStructured } from './form.js'
import { formsOf } from './forms-of.js'

/** Whether there is something to gain: what a schema leaves open is for `JSON.stringify`. */
export const hasSerialiser = ({ payload, contentType }: ContractEvent, contract: Contract): boolean =>
  payload !== undefined && isJson(contentType) && isStructured(formsOf(contract).formOf(payload))

/** RFC 6839, section 3.1: JSON by its own name or by its suffix. */
export const isJson = (contentType: string): boolean => /^[^;]*(?:\/|\+)json\s*(?:;|$)/i.test(contentType)
