import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generate } from 'tidings'
import { expect, onTestFinished, test } from 'vitest'
import { workspaceRoot } from '../workspace-root.js'
import { snippetsOf } from './snippets.js'
import { typeCheckPizzeria } from './type-check.js'

async function generated(contract: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tidings-edit-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await symlink(join(workspaceRoot, 'node_modules'), join(folder, 'node_modules'))
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  await writeFile(join(folder, 'asyncapi.yaml'), contract)
  const { findings } = await generate({ contract: join(folder, 'asyncapi.yaml'), out: join(folder, 'generated') })
  expect(findings).toEqual([])
  return join(folder, 'generated')
}

test("the guide's change of the contract is answered by the compiler as the guide says", async () => {
  const snippets = await snippetsOf('docs/guide.md')
  const at = snippets.findIndex(({ note }) => note?.kind === 'edit')
  const [edit, answer] = [snippets[at], snippets[at + 1]]
  const before = await readFile(join(workspaceRoot, edit?.note?.text ?? ''), 'utf8')

  const sdk = await generated(apply(edit?.code ?? '', before))
  expect(`${typeCheckPizzeria(sdk).join('\n')}\n`).toBe(answer?.code)
})

/** Lines that begin with `-` give way to the `+` lines after them. Each stands in the file once. */
function apply(diff: string, text: string): string {
  return [...diff.matchAll(/((?:^-.*\n)+)((?:^\+.*\n)*)/gm)].reduce((changed, [, removed = '', added = '']) => {
    const [from, to] = [removed, added].map((lines) => `\n${lines.replaceAll(/^[-+]/gm, '')}`)
    expect(changed.split(from ?? '')).toHaveLength(2)
    return changed.replace(from ?? '', () => to ?? '')
  }, text)
}
