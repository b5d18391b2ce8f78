import { contentHash } from '../output-folder/content-hash.js'
import { untouchedOutput } from '../output-folder/untouched.js'
import { type InvocationRecord, readRecord, recordFile } from './record.js'
import { stampOfTool } from './stamp-of-tool.js'
import { answersTheSame } from './witnessed-disk.js'

/**
 * The line that a command line would end with; nothing unless it is certain that it would do nothing and say nothing
 * else. Known before the command line, the config or the contract is read.
 */
export function recallInvocation(argv: readonly string[], cwd: string): string | undefined {
  const file = invocationRecordFile(argv, cwd)
  const record = file === undefined ? undefined : readRecord<InvocationRecord>(file)
  if (record?.tool === undefined || record.tool !== stampOfTool() || !answersTheSame(record.answers ?? [])) {
    return undefined
  }
  return untouchedOutput(record.out ?? '')?.hash === record.manifest ? record.line : undefined
}

/** Where the record of a command line lies; nowhere for one that is not remembered. */
export function invocationRecordFile(argv: readonly string[], cwd: string): string | undefined {
  if (argv[0] !== 'generate') return undefined
  // where nothing is to be done, both say the same
  const words = argv.filter((word) => word !== '--check')
  return recordFile(cwd, contentHash(JSON.stringify([...words, cwd, process.cwd()])))
}
