import type { Operation } from '@tidings/contract'
import { defineTemplate } from '../api.js'
import { handlers, subscribeHandlers } from './handlers.js'
import { createPublisher, publisher } from './publisher.js'
import { requests } from './requests.js'

/** What the application sends and receives: interfaces by operation, and their wiring to a bus. */
export const operations = defineTemplate({
  name: 'operations',
  render(sdk, output) {
    const spoken = sdk.contract.operations.filter(({ events }) => events.length > 0)
    if (spoken.length === 0) return
    const doing = (action: Operation['action']) => spoken.filter((operation) => operation.action === action)
    const [sent, received, replied] = [
      doing('send'),
      doing('receive'),
      spoken.filter(({ reply }) => reply !== undefined),
    ]

    const file = output.file('operations.ts')
    if (sent.length > 0) {
      file.print`${publisher(sent, sdk)}`
      file.print`${createPublisher(sent, sdk)}`
    }
    if (received.length > 0) {
      file.print`${handlers(received, sdk)}`
      file.print`${subscribeHandlers(received, sdk)}`
    }
    if (replied.length > 0) file.print`${requests(replied, sdk)}`
  },
})
