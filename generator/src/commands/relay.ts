import { defineForwarded } from '../command-line/define-command.js'
import { forwardToRuntime } from '../command-line/forward-to-runtime.js'

export default defineForwarded({
  name: 'relay',
  summary: 'carries what the outbox recorded, until Ctrl-C',
  arguments: [],
  options: ['bus', 'debug'],
  examples: [
    { line: 'tidings relay --bus bus.js', tells: 'bus.js exports the bus as its default, and its relay as `relay`' },
  ],
  forward: forwardToRuntime,
})
