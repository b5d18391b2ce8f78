import type { ContractEvent } from '@tidings/contract'
import type { Sdk } from '../api.js'
import { type Code, code, imported, objectLiteral, string } from '../api.js'
import { hasSerialiser, isJson } from '../serialiser/index.js'
import { fromRuntime } from './runtime.js'

/** How an event becomes bytes and bytes become an event. Marked pure, so that a bundler may drop it. */
export function codec(event: ContractEvent, { contract, names }: Sdk): Code {
  const { validatorFile, serialiserFile } = names.event(event.id)
  const json = isJson(event.contentType)
  const options = objectLiteral([
    ['data', event.payload === undefined ? undefined : imported(validatorFile, 'validateData')],
    ['headers', event.headers === undefined ? undefined : imported(validatorFile, 'validateHeaders')],
    ['print', hasSerialiser(event, contract) ? imported(serialiserFile, 'printData') : undefined],
    ['contentType', json && event.contentType !== 'application/json' ? string(event.contentType) : undefined],
  ])
  if (json) return code`/* @__PURE__ */ ${fromRuntime('jsonCodec')}(${options})`
  return code`/* @__PURE__ */ ${fromRuntime('unsupportedCodec')}(${string(event.contentType)}, ${options})`
}
