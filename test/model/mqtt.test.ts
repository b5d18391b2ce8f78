import { mqtt } from '@tidings/runtime/mqtt'
import { modelTest } from './model-test.js'

/** There are no leases; a message is held as long as its session is read. */
const heldMs = 60_000
const patience = { publishTimeoutMs: 3_000, keepAliveMs: 1_000, memberTimeoutMs: 2_000 }

modelTest('mqtt', heldMs, (url) => mqtt({ url, ...patience }), { sendsOn: true })
