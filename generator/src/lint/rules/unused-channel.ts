import { defineRule } from '../define-rule.js'
import { document } from '../example.js'

export default defineRule({
  id: 'unused-channel',
  severity: 'warning',
  recommended: 'always',
  summary: 'Somebody sends to a channel, or receives from it.',
  why: 'In a document that tells what its application sends and receives, a channel without an operation is left over or forgotten: the generated SDK can neither publish to it nor hand out its events. A document without any operation says nothing of who does what, and is left alone.',
  valid: [
    document`
      channels:
        orders: { messages: { OrderPlaced: { summary: Sent. } } }
        replies: { messages: { OrderAnswered: { summary: Comes back. } } }
      operations:
        ask:
          action: send
          channel: { $ref: '#/channels/orders' }
          reply: { channel: { $ref: '#/channels/replies' } }
    `,
    document`
      channels:
        orders: { messages: { OrderPlaced: { summary: Nobody says who sends it. } } }
    `,
  ],
  invalid: [
    {
      contract: document`
        channels:
          orders: { messages: { OrderPlaced: { summary: Sent. } } }
          archive: { messages: { OrderArchived: { summary: Forgotten. } } }
        operations:
          tell: { action: send, channel: { $ref: '#/channels/orders' } }
      `,
      finds: ['nobody sends to the channel archive or receives from it; expected an operation'],
    },
    {
      contract: document`
        channels:
          orders: { messages: { OrderPlaced: { summary: Received. } } }
          errors: {}
        operations:
          hear: { action: receive, channel: { $ref: '#/channels/orders' } }
      `,
      finds: ['nobody sends to the channel errors or receives from it; expected an operation'],
    },
  ],
  check({ channels, operations, place }, report) {
    if (operations.length === 0) return
    const used = new Set(operations.flatMap(({ channel, reply }) => [channel, reply?.channel]))
    for (const channel of channels) {
      if (used.has(channel.id)) continue
      report(place(channel), {
        message: `nobody sends to the channel ${channel.id} or receives from it; expected an operation`,
        mend: 'Add an operation with "action: send" or "action: receive" for it, or remove the channel.',
      })
    }
  },
})
