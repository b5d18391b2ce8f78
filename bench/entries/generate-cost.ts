import { bundleSize } from '../costs/bundle-size.js'
import { emptyCode, foreignCodes, ownCode } from '../costs/codes.js'
import { extentOf } from '../costs/extent-of.js'
import { typeCheck } from '../costs/type-check.js'
import { defineEntry } from '../entry.js'
import { measure } from '../measure.js'

const events = 500
const rounds = 3

export default defineEntry({
  name: 'generate-cost',
  about: 'what the generated code itself costs, beside what others generate and what one writes by hand for validators',
  packages: ['tidings', '@tidings/runtime', 'typescript', 'esbuild'],
  peers: { zod: '4.6.7', valibot: '1.5.0', typia: '12.2.1', typescript: '5.9.3', 'quicktype-core': '26.0.0' },
  async prepare({ folder, peersFolder }) {
    const codes = [await ownCode(folder, events), ...(await foreignCodes(peersFolder, events))]
    const checks = await Promise.all([await emptyCode(folder), ...codes].map(typeCheck))
    const timings = await measure(checks, rounds, 0)
    const bare = timings[0]?.medianMs ?? Number.NaN

    const costs = await Promise.all(
      codes.map(async (code, at) => ({
        name: code.name,
        checking: ((timings[at + 1]?.medianMs ?? Number.NaN) - bare) / events,
        ...(await extentOf(code, events)),
        ...(await bundleSize(code)),
      })),
    )
    const kilobytes = (bytes: number) => `${(bytes / 1e3).toFixed(1)} kB`
    const [ours, ...others] = costs.map(({ name, gzipped }) => [name, kilobytes(gzipped)] as const)
    return [
      {
        title: 'An app that imports one event of 500, gzipped',
        input:
          'a bundle by esbuild that judges one event, and the `tsc` of all 500 without that of an empty project, ' +
          `whole processes, the median of ${rounds}`,
        head: ['', 'tsc, an event', 'lines, an event', 'bytes, an event', 'app, minified', 'app, gzipped'],
        rows: costs.map(({ name, checking, lines, bytes, minified, gzipped }) => [
          name,
          `${checking.toFixed(1)} ms`,
          lines.toFixed(0),
          bytes.toLocaleString('en', { maximumFractionDigits: 0 }),
          kilobytes(minified),
          kilobytes(gzipped),
        ]),
        short: [ours?.[1] ?? '', others.map(([name, size]) => `${name} ${size}`).join('; ')],
      },
    ]
  },
})
