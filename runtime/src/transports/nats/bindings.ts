import { BindingsNotice } from '../../transport/bindings-notice.js'

/** Of AsyncAPI's NATS bindings (0.1.0) there is but one setting, and a durable consumer has no need of it. */
export const natsBindings = (warn: (warning: Error) => void): BindingsNotice =>
  new BindingsNotice({
    protocols: ['nats'],
    instead: { queue: 'instances share the work of a subscription by its name' },
    warn,
  })
