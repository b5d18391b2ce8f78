import { nats } from '@tidings/runtime/nats'
import { modelTest } from './model-test.js'

const leaseMs = 1_000
const connect = { pingInterval: 500, maxPingOut: 2, reconnectTimeWait: 100 }

/** The server writes down later, up to some time, what was acknowledged. */
const forgetsMs = 2_000

modelTest('nats', leaseMs, (servers) => nats({ servers, leaseMs, connect, publishTimeoutMs: 3_000 }), {
  forgetsMs,
})
