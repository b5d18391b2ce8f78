import { type AgentName, detect, resolveCommand } from 'package-manager-detector'

export interface PackageManager {
  readonly name: string
  /** What installs everything that `package.json` asks for. */
  readonly install: readonly string[]
  /** What runs a script of `package.json`. */
  run(script: string): string
}

/**
 * The package manager of a folder: the one that its lock file or `package.json` tells of, there or above, else the
 * one that runs us, else npm.
 */
export async function detectPackageManager(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<PackageManager> {
  const strategies = ['lockfile', 'packageManager-field', 'devEngines-field', 'install-metadata'] as const
  const detected = await detect({ cwd: folder, strategies: [...strategies] })
  const agent = detected?.agent ?? agentIn(env) ?? 'npm'
  const name = detected?.name ?? agent
  const { command, args } = resolveCommand(agent, 'run', []) ?? { command: name, args: ['run'] }
  return { name, install: [name, 'install'], run: (script) => [command, ...args, script].join(' ') }
}

/** Each of them says who it is in `npm_config_user_agent`: `pnpm/10.1.0 npm/? node/v22`. */
function agentIn(env: Readonly<Record<string, string | undefined>>): AgentName | undefined {
  const name = env['npm_config_user_agent']?.split('/')[0]
  return name === 'npm' || name === 'pnpm' || name === 'yarn' || name === 'bun' || name === 'deno' ? name : undefined
}
