import { defineConfig } from 'vitest/config'

const conditions = ['@tidings/source', 'node']
const report = process.env.TEST_REPORT

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ['*/src/**/*.test.ts', 'examples/*/test/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', '**/fixtures/**', '**/golden/**'],
    testTimeout: 30_000,
    globalSetup: 'test/brokers/tell-missing.ts',
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
  },
})
