import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'

const conditions = ['@tidings/source', 'node']
const report = process.env.TEST_REPORT

const leftOut = ['**/node_modules/**', '**/dist/**', '**/fixtures/**', '**/golden/**']
/** Tests that keep brokers and other processes busy: after the others, so that neither makes the other late. */
const busy = ['conformance', 'foreign', 'model', 'pizzeria', 'prove', 'transports'].map(
  (each) => `test/${each}/**/*.test.ts`,
)

export default defineConfig({
  test: {
    globalSetup: 'test/brokers/tell-missing.ts',
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
    projects: [
      project({
        name: 'all',
        include: ['*/src/**/*.test.ts', 'examples/*/test/**/*.test.ts', 'test/**/*.test.ts'],
        exclude: [...leftOut, ...busy],
      }),
      project({ name: 'brokers', include: busy, exclude: leftOut, maxWorkers: 2, sequence: { groupOrder: 1 } }),
    ],
  },
})

function project(test: TestProjectInlineConfiguration['test']): TestProjectInlineConfiguration {
  return {
    resolve: { conditions },
    ssr: { resolve: { conditions, externalConditions: conditions } },
    test: { testTimeout: 30_000, ...test },
  }
}
