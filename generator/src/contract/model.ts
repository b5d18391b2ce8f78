import { resolve } from 'node:path'
import type { Loaded, LoadOptions } from '@tidings/contract'
import type { GenerateOptions } from '../generate/generate-options.js'

/** Which contract to read, and how. */
export type ContractOptions = Pick<GenerateOptions, 'contract' | 'perspective' | 'allowRemoteRefs' | 'allowRefsOutside'>

/** Reads a contract into its model. Without a model there is an error among the findings. */
export const model = (options: ContractOptions): Promise<Loaded> => readContract(options)

/** The same with what only some commands ask for. */
export async function readContract(
  { contract, perspective, allowRemoteRefs, allowRefsOutside }: ContractOptions,
  more: Pick<LoadOptions, 'examples' | 'advice' | 'fileAccess' | 'memory'> = {},
): Promise<Loaded> {
  const { loadContract } = await import('@tidings/contract')
  return await loadContract(resolve(contract), {
    ...more,
    perspective: perspective ?? 'application',
    allow: { remote: allowRemoteRefs ?? false, outsideRoot: allowRefsOutside ?? false },
  })
}
