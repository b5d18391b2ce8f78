import { spawn } from 'node:child_process'
import { WrongUsage } from '../command-line/wrong-usage.js'

/** Runs a package manager in a folder, with the terminal as its own. */
export async function install([command = 'npm', ...args]: readonly string[], folder: string): Promise<void> {
  const status = await new Promise<number | null>((resolve, reject) => {
    // On Windows these are scripts, which only a shell runs.
    const child = spawn(command, args, { cwd: folder, stdio: 'inherit', shell: process.platform === 'win32' })
    child.once('error', reject)
    child.once('exit', resolve)
  })
  if (status !== 0)
    throw new WrongUsage(`${[command, ...args].join(' ')} ended with ${status}; what was written is there`)
}
