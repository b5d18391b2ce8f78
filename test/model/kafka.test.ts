import { kafka } from '@tidings/runtime/kafka'
import { modelTest } from './model-test.js'

const options = { publishTimeoutMs: 3_000, requestTimeoutMs: 1_500, handOverMs: 1_000, partitions: 4 }

/** As the broker that tests start counts a silent member out. */
const sessionMs = 4_000

modelTest('kafka', sessionMs, (brokers) => {
  const { hostname: host, port } = new URL(brokers)
  return kafka({ ...options, brokers, reach: () => ({ host, port: Number(port) }) })
})
