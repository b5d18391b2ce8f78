import type { Finding } from '@tidings/contract'
import type { ContractOptions } from './model.js'
import { readContract } from './model.js'

/**
 * Says what is wrong with a contract by the rules of AsyncAPI, its advice among them. An example that does not
 * fit its schema is an error here, although it does not stop generation.
 */
export async function lint(options: ContractOptions): Promise<readonly Finding[]> {
  return (await readContract(options, { examples: 'error', advice: true })).findings
}
