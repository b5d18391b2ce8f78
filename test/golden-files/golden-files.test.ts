import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadContract } from '@tidings/contract'
import { renderSdk } from '@tidings/templates'
import { expect, test } from 'vitest'

const contracts = fileURLToPath(new URL('../contracts', import.meta.url))
const golden = fileURLToPath(new URL('golden', import.meta.url))

// Review a change of these files as you would review the code itself; `npx vitest run test/golden-files -u` writes them.
test.each(['composition', 'envelopes', 'versions'])('the SDK of %s.yaml is as it was reviewed', async (name) => {
  const { contract } = await loadContract(join(contracts, `${name}.yaml`))
  const { files } = await renderSdk(contract ?? expect.unreachable('the contract is valid'))
  for (const [path, text] of files) await expect(text).toMatchFileSnapshot(join(golden, name, path))

  const reviewed = await readdir(join(golden, name), { recursive: true, withFileTypes: true })
  const paths = reviewed.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  expect(paths.toSorted()).toEqual([...files.keys()].map((path) => join(golden, name, path)).toSorted())
})
