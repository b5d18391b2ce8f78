import { readdir, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'

const sources = (await readdir(import.meta.dirname)).filter((name) => !name.endsWith('.test.ts'))

test.each(sources)('import what everybody may, and one another: %s', async (name) => {
  const text = await readFile(`${import.meta.dirname}/${name}`, 'utf8')
  const modules = [...text.matchAll(/^(?:import|\} from) ?.*'(.*)'$/gm)].map(([, module]) => module ?? '')
  const allowed = /^(?:\.\/[a-z-]+\.js|\.\.\/api\.js|\.\.\/(?:serialiser|validator)\/index\.js|@tidings\/contract)$/
  expect(modules.length).toBeGreaterThan(0)
  expect(modules.filter((module) => !allowed.test(module))).toEqual([])
})
