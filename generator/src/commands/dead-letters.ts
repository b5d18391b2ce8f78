import { defineForwarded } from '../command-line/define-command.js'
import { forwardToRuntime } from '../command-line/forward-to-runtime.js'

export default defineForwarded({
  name: 'dead-letters',
  summary: 'lists, redrives or discards the dead letters of an application',
  arguments: [{ flags: '<what>', summary: 'what is done with them', choices: ['list', 'redrive', 'discard'] }],
  options: ['bus', 'subscription', 'type', 'id', 'limit', 'rate', 'all', 'listFormat', 'debug'],
  examples: [
    { line: 'tidings dead-letters list --bus bus.js', tells: 'oldest first: which, where, why' },
    {
      line: 'tidings dead-letters redrive --bus bus.js --subscription kitchen --rate 10',
      tells: 'back to the subscription that they come from, ten a second',
    },
    { line: 'tidings dead-letters discard --bus bus.js --id 42', tells: 'one, for good' },
  ],
  forward: forwardToRuntime,
})
