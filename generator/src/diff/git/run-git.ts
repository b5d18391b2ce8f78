import { execFile } from 'node:child_process'
import { WrongUsage } from '../../command-line/wrong-usage.js'

export interface GitAnswer {
  readonly ok: boolean
  readonly output: string
  /** The first line of what git says on standard error. */
  readonly complaint: string
}

/** Asks git something in a folder. That git is not there is wrong usage; what git refuses is an answer. */
export const runGit = (folder: string, args: readonly string[]): Promise<GitAnswer> =>
  new Promise((answer, reject) => {
    const options = { cwd: folder, env: gitEnvironment(), maxBuffer: Number.POSITIVE_INFINITY }
    execFile('git', [...args], options, (error, output, complaints) => {
      if (error !== null && typeof error.code === 'string') {
        reject(
          new WrongUsage(
            `cannot run git in ${folder} (${error.code}); expected git on the PATH, for what "git:" names`,
          ),
        )
        return
      }
      const [complaint = ''] = complaints.split('\n')
      answer({ ok: error === null, output, complaint: complaint.replace(/^fatal: /, '') })
    })
  })

/** In words that we can rely on, and without locks that another git would wait for. */
export function gitEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0' }
}
