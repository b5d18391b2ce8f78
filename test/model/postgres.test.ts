import { postgres } from '@tidings/runtime/postgres'
import { modelTest } from './model-test.js'

const leaseMs = 1_000

modelTest('postgres', leaseMs, (connectionString) => postgres({ connectionString, leaseMs, pollIntervalMs: 200 }))
