import { rm } from 'node:fs/promises'
import type { BrokerKind } from './broker-kind.js'
import { isOnPath } from './is-on-path.js'
import { kinds } from './kinds.js'
import { runProgram } from './run-program.js'
import { sharedFolder, sharedFolders } from './shared-folder.js'

// npm run brokers [up | down]: starts what does not run yet, or ends all of it. Prints the addresses for a shell.
const [command = 'up', ...names] = process.argv.slice(2)
const chosen = Object.values<BrokerKind>(kinds).filter(({ name }) => names.length === 0 || names.includes(name))

if (command === 'down') {
  for (const { name, find } of chosen) await (await find(sharedFolder(name)))?.remove()
  if (names.length === 0) await rm(sharedFolders, { recursive: true, force: true })
} else if (command === 'up') {
  for (const kind of chosen) console.log(`export ${kind.variable}=${await up(kind)}`)
} else {
  console.error(`${command} is no command; expected up or down`)
  process.exitCode = 2
}

async function up(kind: BrokerKind): Promise<string> {
  const given = process.env[kind.variable]
  if (given) return given
  const folder = sharedFolder(kind.name)
  const found = await kind.find(folder)
  if (found !== undefined) return found.url
  const { tools = [] } = kind
  if (!(await kind.isInstalled()) || !tools.every(isOnPath)) await install(kind)
  await rm(folder, { recursive: true, force: true })
  return (await kind.start(folder)).url
}

async function install({ name, install: commands }: BrokerKind): Promise<void> {
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n']
  for (const command of commands) {
    console.error(`${name} or a tool of it is missing: ${command}`)
    const [program = '', ...args] = [...asRoot, 'sh', '-c', command]
    await runProgram(program, args, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
  }
}
