import { redis } from '@tidings/runtime/redis'
import { modelTest } from './model-test.js'

const leaseMs = 1_000

modelTest('redis', leaseMs, (url) => redis({ url, leaseMs, publishTimeoutMs: 3_000, requestTimeoutMs: 2_000 }))
