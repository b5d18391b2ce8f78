import { BindingsNotice } from '../../transport/bindings-notice.js'

/** AsyncAPI's AMQP bindings (0.3.0): what of them is used, and what stands in the stead of the rest. */
export const amqpBindings = (warn: (warning: Error) => void): BindingsNotice =>
  new BindingsNotice({
    protocols: ['amqp'],
    honoured: { channel: ['is', 'exchange'], operation: ['expiration', 'mandatory'] },
    instead: {
      queue: 'each subscription has a queue of its own',
      cc: 'whoever subscribes gets a copy',
      bcc: 'whoever subscribes gets a copy',
      userId: 'who publishes is told by the event itself',
      priority: 'quorum queues of the oldest broker that is stood on have none',
      deliveryMode: 'every event is persistent',
      timestamp: 'the event has a time of its own',
      ack: 'every event is acknowledged once it is handled',
      replyTo: 'a bus does no remote calls',
    },
    warn,
  })
