import { expect, test } from 'vitest'
import { placeInModule } from './place-in-module.js'

test.each([
  ['a key of the config', "export default { out: 'a',\n  contract: 'b' }", ['contract'], 2, 3],
  ['a quoted key', "export default { 'out': 'a', \"contract\": 1 }", ['contract'], 1, 30],
  ['a key that is also a word of a comment', '// contract: none\nexport default { contract: 1 }', ['contract'], 2, 18],
  ['a key that is also a word of a text', "export default { out: 'contract: 1', contract: 1 }", ['contract'], 1, 38],
  ['a key of one name at another depth', 'export default { lint: { out: 1 }, out: 2 }', ['out'], 1, 36],
  ['a nested key', 'export default { out: 2, lint: { out: 1 } }', ['lint', 'out'], 1, 34],
  [
    'a key of the second entry',
    'export default defineConfig({ projects: [{ out: 1 },\n { name: 2, out: 1 }] })',
    ['projects', 1, 'out'],
    2,
    13,
  ],
  ['an entry', "export default { projects: [{ list: [1, 2] },\n 'orders'] }", ['projects', 1], 2, 2],
  ['a shorthand key', "const out = 'a'\nexport default { contract: 'b', out }", ['out'], 2, 33],
  [
    'a key of a constant that the config is put together from',
    'const lint = { rules: 1 }\nexport default { lint }',
    ['lint', 'rules'],
    1,
    16,
  ],
  ['what is nowhere', 'export default make()', ['out'], 1, 1],
])('%s is found', (_, text, path, line, column) => {
  expect(placeInModule(text, path)).toEqual({ line, column })
})
