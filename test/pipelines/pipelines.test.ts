import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { snippetsOf } from '../docs/snippets.js'
import { workspaceRoot } from '../workspace-root.js'
import { badEvent, createRepository, type Ran, type Repository } from './repository.js'

const snippets = await snippetsOf('docs/ci.md')
const snippetWith = (text: string): string =>
  snippets.find(({ code }) => code.includes(text))?.code ?? expect.unreachable(`docs/ci.md has nothing with ${text}`)

const workflow = parse(snippetWith('.github/workflows'))
const job = parse(snippetWith('.gitlab-ci.yml')).contract

let repository: Repository
beforeAll(async () => {
  repository = await createRepository()
}, 300_000)
afterAll(() => repository.remove())
beforeEach(() => {
  repository.git('checkout', '--quiet', '--force', '-B', 'change', 'main')
  repository.git('clean', '--quiet', '--force', '-d', '--exclude', 'node_modules')
})

/** Changes of a pull request, from what is wrong with them. */
const pullRequests = {
  clean: async () => {
    repository.edit('asyncapi.yaml', (text) => text.replace('An order is on its way.', 'An order has left the house.'))
    await repository.run('npm run generate')
  },
  drift: async () => {
    repository.edit('asyncapi.yaml', (text) => text.replace('An order is on its way.', 'An order has left the house.'))
  },
  break: async () => {
    repository.edit('asyncapi.yaml', (text) => text.replace('required: [orderId, shippedAt]', 'required: [orderId]'))
    await repository.run('npm run generate')
  },
  'bad event': async () => {
    repository.edit('recorded/orders.ndjson', (text) => `${text}${badEvent}`)
  },
}

const commit = () => {
  repository.git('add', '--all')
  repository.git('commit', '--quiet', '--message', 'Change')
}

/** What each command of the GitHub workflow ends with. */
async function runWorkflow(): Promise<Record<string, Ran>> {
  const { steps, env } = workflow.jobs.contract
  expect(env).toEqual({ BASE: 'origin/${{ github.base_ref }}' })
  const lines: string[] = steps.flatMap(({ run }: { run?: string }) => (run?.startsWith('npx tidings') ? [run] : []))
  const ran: Record<string, Ran> = {}
  for (const line of lines) {
    ran[line.split(' ')[2] ?? ''] = await repository.run(line, {
      BASE: 'origin/main',
      GITHUB_WORKSPACE: repository.folder,
    })
  }
  return ran
}

const statuses = (ran: Record<string, Ran>) =>
  Object.fromEntries(Object.entries(ran).map(([command, { status }]) => [command, status]))

describe('the GitHub workflow of docs/ci.md', () => {
  test('installs, then runs each command whatever the others say', () => {
    const { steps } = workflow.jobs.contract
    expect(
      steps.map(({ uses, run }: { uses?: string; run?: string }) => uses?.split('@')[0] ?? run?.split(' ')[2] ?? run),
    ).toEqual(['actions/checkout', 'actions/setup-node', 'npm ci', 'lint', 'generate', 'diff', 'validate'])
    expect(steps[0].with['fetch-depth']).toBe(0)
    for (const step of steps.slice(4)) expect(step.if).toBe('${{ !cancelled() }}')
  })

  test('passes a pull request with which nothing is wrong', async () => {
    await pullRequests.clean()
    commit()

    expect(statuses(await runWorkflow())).toEqual({ lint: 0, generate: 0, diff: 0, validate: 0 })
  }, 300_000)

  test('fails where somebody forgot to generate, at the file', async () => {
    await pullRequests.drift()
    commit()

    const ran = await runWorkflow()

    expect(statuses(ran)).toEqual({ lint: 0, generate: 1, diff: 0, validate: 0 })
    expect(ran['generate']?.stdout).toMatch(
      /^::error file=generated\/events\/order-shipped\.ts,line=\d+,col=1,title=tidings%3A output-outdated::/m,
    )
  }, 300_000)

  test('fails where a change breaks who reads what is sent, at the line of the contract', async () => {
    await pullRequests.break()
    commit()

    const ran = await runWorkflow()

    expect(statuses(ran)).toEqual({ lint: 0, generate: 0, diff: 1, validate: 0 })
    expect(ran['diff']?.stdout).toMatch(
      /^::error file=asyncapi\.yaml,line=\d+,col=\d+,title=tidings%3A property-optional::data\.shippedAt .*Breaks: .*forward/m,
    )
  }, 300_000)

  test('fails where a recorded event does not fit its contract, at its line', async () => {
    await pullRequests['bad event']()
    commit()

    const ran = await runWorkflow()

    expect(statuses(ran)).toEqual({ lint: 0, generate: 0, diff: 0, validate: 1 })
    expect(ran['validate']?.stdout).toMatch(/^::error file=recorded\/orders\.ndjson,line=2,.*shippedAt/m)
  }, 300_000)
})

describe('the GitLab job of docs/ci.md', () => {
  const runJob = () => {
    const [install, ...script] = job.script
    expect(install).toBe('npm ci')
    return repository.run(script.join('\n'), { CI_MERGE_REQUEST_DIFF_BASE_SHA: repository.base })
  }
  const report = (command: string) => readFileSync(join(repository.folder, `reports/${command}.xml`), 'utf8')

  test('fails where something is wrong, and has a report of every command', async () => {
    await pullRequests.drift()
    await pullRequests['bad event']()
    commit()

    const { status, stdout } = await runJob()

    expect(status).toBe(1)
    expect(stdout).toContain('error output-outdated')
    for (const command of ['lint', 'diff']) {
      expect(report(command)).toMatch(/<testsuites name="tidings \w+" tests="[1-9]\d*" failures="0" errors="0"/)
    }
    expect(job.artifacts.reports.junit).toBe('reports/*.xml')
    expect(report('generate')).toContain('<failure type="output-outdated"')
    expect(report('validate')).toContain('shippedAt')
  }, 300_000)
})

test('the git hook of docs/ci.md lets no commit pass with generated code that is not current', async () => {
  repository.write('.githooks/pre-commit', snippetWith('.githooks/pre-commit'))
  repository.git('config', 'core.hooksPath', '.githooks')
  try {
    await pullRequests.drift()
    expect(commit).toThrow(/output-outdated/)
    await repository.run('npm run generate')
    commit()
    expect(repository.git('log', '-1', '--format=%s')).toBe('Change')
  } finally {
    repository.git('config', '--unset', 'core.hooksPath')
  }
}, 300_000)

test('the schemas that docs/ci.md names for editors are installed', () => {
  const { 'yaml.schemas': schemas } = JSON.parse(snippetWith('yaml.schemas'))
  for (const file of Object.keys(schemas))
    expect({ file, isThere: existsSync(join(workspaceRoot, file)) }).toEqual({ file, isThere: true })
})
