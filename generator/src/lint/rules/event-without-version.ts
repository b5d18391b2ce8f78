import { type Change, type ContractEvent, writePointer } from '@tidings/contract'
import { defineRule } from '../define-rule.js'
import { messages } from '../example.js'
import type { Inspected } from '../inspect.js'
import { versionIn } from '../words.js'

export default defineRule({
  id: 'event-without-version',
  severity: 'warning',
  recommended: 'with-conventions',
  summary: 'An integration event has a version.',
  why: 'Other applications read it at their own pace. The day it must change in a way that breaks them, the old and the new version have to be sent side by side for a while, and each reader has to tell them apart.',
  valid: [
    messages`
      OrderConfirmed:
        x-event: { version: 1, type: com.acme.order.confirmed.v1 }
        summary: Said by convention.
        payload: { type: object, properties: { orderId: { type: string } } }
        examples: [{ payload: { orderId: "17" } }]
    `,
    messages`
      OrderConfirmed:
        x-event: { kind: domain }
        summary: It stays inside the application, and changes together with its readers.
    `,
  ],
  invalid: [
    {
      contract: messages`
        OrderConfirmed:
          x-event: { kind: integration, type: com.acme.order.confirmed }
          summary: Other applications read it.
      `,
      finds: ['the integration event OrderConfirmed has no version; expected one, from 1'],
    },
    {
      contract: messages`
        OrderConfirmedV2:
          x-event: { kind: integration, type: com.acme.order.confirmed.v2 }
          summary: Its name and its type say it, and nothing that is read as a version.
      `,
      finds: ['the integration event OrderConfirmedV2 has no version; expected version 2, as its name and type say'],
      fixed: messages`
        OrderConfirmedV2:
          x-event: { kind: integration, version: 2, type: com.acme.order.confirmed.v2 }
          summary: Its name and its type say it, and nothing that is read as a version.
      `,
    },
  ],
  check(inspected, report) {
    for (const event of inspected.events) {
      if (event.kind !== 'integration' || event.version !== undefined) continue
      const version = agreedVersion(event)
      report(inspected.place(event, 'x-event'), {
        message: `the integration event ${event.name} has no version; expected ${version === undefined ? 'one, from 1' : `version ${version}, as its name and type say`}`,
        mend: `Give it "x-event: { version: ${version ?? 1} }".`,
        ...(version === undefined ? {} : { fix: addVersion(event, version, inspected) }),
      })
    }
  },
})

/** The version that name and type both end with. */
function agreedVersion({ id, type }: ContractEvent): number | undefined {
  const version = versionIn(type)
  return version !== undefined && version >= 1 && version === versionIn(id) ? version : undefined
}

function addVersion(event: ContractEvent, version: number, { extensions, place }: Inspected): Change {
  const { file, pointer = '' } = place(event)
  const isGiven = extensions.some(
    (one) => one.name === 'x-event' && one.file === file && writePointer(one.holder) === pointer,
  )
  return isGiven
    ? { pointer: `${pointer}/x-event`, key: 'version', value: version, after: 'kind' }
    : { pointer, key: 'x-event', value: { version } }
}
