import { defineRule } from '../define-rule.js'
import { messages } from '../example.js'
import { versionIn } from '../words.js'

export default defineRule({
  id: 'event-versions-disagree',
  severity: 'warning',
  recommended: 'always',
  summary: 'Name, CloudEvents type and convention say one version.',
  why: 'The type is on the wire, the version is in the code of every reader, and the name is what people say. Where they differ, somebody subscribes to the wrong one.',
  valid: [
    messages`
      OrderConfirmedV2:
        x-event: { version: 2, type: com.acme.order.confirmed.v2 }
        summary: All three agree.
        payload: { type: object, properties: { orderId: { type: string } } }
        examples: [{ payload: { orderId: "17" } }]
    `,
    messages`
      OrderConfirmed:
        x-event: { version: 2, type: com.acme.order.confirmed }
        summary: Name and type say nothing of a version.
      IPv4Assigned:
        x-event: { version: 1 }
        summary: That is no version of an event.
    `,
  ],
  invalid: [
    {
      contract: messages`
        OrderConfirmed:
          x-event: { version: 2, type: com.acme.order.confirmed.v1 }
          summary: It was copied from version 1.
      `,
      finds: [
        'the event OrderConfirmed has version 1 by its type com.acme.order.confirmed.v1 and version 2 by convention; expected one version',
      ],
    },
    {
      contract: messages`
        OrderConfirmedV3:
          x-event: { type: com.acme.order.confirmed.v2 }
          summary: No convention, and yet two versions.
      `,
      finds: [
        'the event OrderConfirmedV3 has version 3 by its name and version 2 by its type com.acme.order.confirmed.v2; expected one version',
      ],
    },
  ],
  check({ events, place }, report) {
    for (const event of events) {
      const said = [
        { version: versionIn(event.id), by: 'its name' },
        { version: versionIn(event.type), by: `its type ${event.type}` },
        { version: event.version, by: 'convention' },
      ].filter(({ version }) => version !== undefined)
      if (new Set(said.map(({ version }) => version)).size < 2) continue
      const all = said.map(({ version, by }) => `version ${version} by ${by}`)
      report(place(event, 'x-event'), {
        message: `the event ${event.id} has ${all.slice(0, -1).join(', ')} and ${all.at(-1)}; expected one version`,
        mend: 'Correct whichever is wrong. A type that is already on the wire is not.',
      })
    }
  },
})
