import { BindingsNotice } from '../../transport/bindings-notice.js'

/** AsyncAPI's Redis bindings (0.1.0) are empty; whatever stands there is told. */
export const redisBindings = (warn: (warning: Error) => void): BindingsNotice =>
  new BindingsNotice({ protocols: ['redis'], warn })
