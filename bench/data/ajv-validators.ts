import { strict as assert } from 'node:assert'
import { join } from 'node:path'
import { type Contract, loadContract } from '@tidings/contract'
import { Ajv, type ValidateFunction } from 'ajv'
import { fullFormats } from 'ajv-formats/dist/formats.js'

export async function loadPizzeria() {
  const { contract, places } = await loadContract(join(import.meta.dirname, '../../asyncapi.yaml'))
  assert(contract !== undefined && places !== undefined)
  return { contract, places }
}

/** By type of event, what a program that knows Ajv would make of the contract, compiled already. */
export function ajvValidators({ events, schemas }: Contract): ReadonlyMap<string, ValidateFunction> {
  const ajv = new Ajv({ strict: false, formats: fullFormats })
  const named = Object.fromEntries(schemas.map(({ name, schema }) => [name, schema]))
  return new Map(
    events.map(({ type, payload }) => [type, ajv.compile({ schemas: named, ...(payload as object) })] as const),
  )
}
