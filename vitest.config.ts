import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'

const conditions = ['@tidings/source', 'node']
const report = process.env.TEST_REPORT

const leftOut = ['**/node_modules/**', '**/dist/**', '**/fixtures/**', '**/golden/**']
/** Tests that keep brokers and other processes busy: after the others, so that neither makes the other late. */
const busy = ['conformance', 'foreign', 'model', 'pizzeria', 'prove', 'transports'].map((each) => `test/${each}`)
/** One broker is under load at a time. */
const brokers = ['kafka', 'rabbitmq', 'postgres', 'nats', 'mqtt', 'redis']
const ofBroker = (name: string) =>
  busy.flatMap((folder) => [`${folder}/${name}{,-*}.test.ts`, `${folder}/${name}/*.test.ts`])

export default defineConfig({
  test: {
    globalSetup: 'test/brokers/tell-missing.ts',
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
    projects: [
      project({
        name: 'all',
        include: ['*/src/**/*.test.ts', 'examples/*/test/**/*.test.ts', 'test/**/*.test.ts'],
        exclude: [...leftOut, ...busy.map((folder) => `${folder}/**`)],
        maxWorkers: 2,
      }),
      // They wait more than they work.
      ...brokers.map((name, index) =>
        project({ name, include: ofBroker(name), maxWorkers: 4, sequence: { groupOrder: 1 + index } }),
      ),
      project({
        name: 'several',
        include: busy.map((folder) => `${folder}/**/*.test.ts`),
        exclude: [...leftOut, ...brokers.flatMap(ofBroker)],
        maxWorkers: 4,
        sequence: { groupOrder: 1 + brokers.length },
      }),
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
