import { expect, test } from 'vitest'
import { shop } from '../fixtures/shop.js'
import { renderSdk } from '../template/render-sdk.js'

const { files } = await renderSdk(shop)

/** Validators and serialisers are machine code: what they do is tested, not how they read. */
const readable = [...files].filter(([path]) => !/^(?:validators|serialisers)\//.test(path))

for (const [path, text] of readable) {
  test(path, () => expect(text).toMatchFileSnapshot(`../golden/shop/${path}`))
}
