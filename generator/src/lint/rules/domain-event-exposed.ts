import { defineRule } from '../define-rule.js'
import { document } from '../example.js'
import { listed } from '../listed.js'

export default defineRule({
  id: 'domain-event-exposed',
  severity: 'warning',
  recommended: 'always',
  summary: 'A domain event stays on a channel of its own application.',
  why: 'A domain event changes whenever its application does. On a channel that others read, somebody comes to depend on it, and from that day it cannot change any more. Channels that name servers are places of brokers that others reach too.',
  valid: [
    document`
      channels:
        orders:
          messages:
            OrderConfirmed: { x-event: { kind: domain }, summary: Inside. }
        partners:
          messages:
            OrderAccepted: { x-event: { kind: integration, version: 1, type: com.acme.order.accepted.v1 }, summary: Outside. }
    `,
    document`
      servers:
        broker: { host: broker.acme.example, protocol: nats }
      channels:
        orders:
          messages:
            OrderConfirmed: { x-event: { kind: domain }, summary: The document names a server and the channel does not. }
    `,
  ],
  invalid: [
    {
      contract: document`
        channels:
          orders:
            messages:
              OrderConfirmed: { x-event: { kind: domain }, summary: Inside. }
              OrderAccepted: { x-event: { kind: integration, version: 1, type: com.acme.order.accepted.v1 }, summary: Outside. }
      `,
      finds: [
        'the channel orders carries the domain event OrderConfirmed beside the integration event OrderAccepted; expected a channel of its own',
      ],
    },
    {
      contract: document`
        servers:
          broker: { host: broker.acme.example, protocol: nats }
        channels:
          orders:
            servers: [{ $ref: '#/servers/broker' }]
            messages:
              OrderConfirmed: { x-event: { kind: domain }, summary: Inside. }
      `,
      finds: [
        'the channel orders carries the domain event OrderConfirmed and names the server broker; expected a channel that names none',
      ],
    },
  ],
  check({ channels, events, place }, report) {
    for (const channel of channels) {
      const carried = events.filter(({ id }) => channel.events.includes(id))
      const inside = carried.filter(({ kind }) => kind === 'domain')
      const outside = carried.filter(({ kind }) => kind === 'integration')
      if (inside.length === 0) continue
      const what = `the channel ${channel.id} carries the domain ${eventsNamed(inside)}`
      if (outside.length > 0) {
        report(place(channel), {
          message: `${what} beside the integration ${eventsNamed(outside)}; expected a channel of its own`,
          mend: 'Move it to a channel of its own; what others may know of it, say in an integration event.',
          related: inside.map((event) => ({ message: `${event.id} is a domain event`, place: place(event) })),
        })
      } else if (channel.servers.length > 0) {
        report(place(channel, 'servers'), {
          message: `${what} and names the ${channel.servers.length === 1 ? 'server' : 'servers'} ${listed(channel.servers)}; expected a channel that names none`,
          mend: 'Remove "servers" from the channel; or, if others may read the event, make it an integration event.',
        })
      }
    }
  },
})

const eventsNamed = (events: readonly { readonly id: string }[]): string =>
  `${events.length === 1 ? 'event' : 'events'} ${listed(events.map(({ id }) => id))}`
