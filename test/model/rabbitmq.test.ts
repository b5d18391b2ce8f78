import { rabbitmq } from '@tidings/runtime/rabbitmq'
import { modelTest } from './model-test.js'

/** There is no lease; so long it takes until the broker gives up a connection that is silent. */
const silenceMs = 3_000

/** The broker takes in what is acknowledged, and writes it down a moment later. */
const forgetsMs = 1_000

modelTest('rabbitmq', silenceMs, (url) => rabbitmq({ url, heartbeatMs: 1_000, publishTimeoutMs: 5_000 }), {
  forgetsMs,
})
