import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { shop } from '../fixtures/shop.js'
import { writeSdks } from '../fixtures/write-sdk.js'

for (const target of ['esnext', 'es2021']) {
  test(`to the one event that is imported (${target})`, async () => {
    const folder = await writeSdks({ shop })
    await writeFile(join(folder, 'main.ts'), "import { Ping } from './shop/index.js'\nconsole.log(new Ping())\n")
    const { metafile } = await build({
      entryPoints: [join(folder, 'main.ts')],
      bundle: true,
      write: false,
      metafile: true,
      format: 'esm',
      target,
      platform: 'node',
      alias: { '@tidings/runtime/sdk/v1': fileURLToPath(new URL('../../../runtime/src/sdk/v1.ts', import.meta.url)) },
      outfile: join(folder, 'main.js'),
    })
    const [output] = Object.values(metafile.outputs)
    const bundled = Object.entries(output?.inputs ?? {}).flatMap(([path, { bytesInOutput }]) => {
      const [, ours] = /\/shop\/(.*)$/.exec(path) ?? []
      return ours !== undefined && bytesInOutput > 0 ? [ours] : []
    })
    expect(bundled.sort()).toEqual(['events/ping.ts', 'validators/ping.ts'])
  })
}
