import { defineRule } from '../define-rule.js'
import { messages } from '../example.js'

/** Beside those of countries, which have two letters; and names that never lead out of a house. */
const domains = new Set(
  `academy app arpa art asia bank biz blog cloud club coffee com company consulting coop corp dev digital edu energy
  engineering example finance fund games global gov group health home info insurance int internal international invalid
  io jobs lan legal live local localhost ltd media mil mobi money museum name net network news one online org page pizza
  post press pro shop site software solutions space store studio systems team tech tel test tools travel work world xyz
  zone`.split(/\s+/),
)

export default defineRule({
  id: 'event-type-reverse-dns',
  severity: 'warning',
  recommended: 'with-conventions',
  summary: 'The CloudEvents type of an integration event begins with the domain of who defines it, turned round.',
  why: 'An integration event meets those of other teams and companies on one bus. CloudEvents 1.0 (section "type") asks for a reversed domain name in front, so that no two ever mean different things by one type.',
  valid: [
    messages`
      OrderConfirmed:
        x-event: { version: 1, type: com.acme.order.confirmed.v1 }
        summary: As CloudEvents asks.
        payload: { type: object, properties: { orderId: { type: string } } }
        examples: [{ payload: { orderId: "17" } }]
    `,
    messages`
      OrderConfirmed:
        x-event: { kind: domain, type: order.confirmed }
        summary: It never leaves its application.
    `,
  ],
  invalid: [
    {
      contract: messages`
        OrderConfirmed:
          x-event: { version: 1, type: order.confirmed.v1 }
          summary: Whose order?
      `,
      finds: [
        'the type of the integration event OrderConfirmed is order.confirmed.v1; expected a reversed domain name in front, such as com.example.order.confirmed.v1',
      ],
    },
    {
      contract: messages`
        OrderConfirmed:
          x-event: { version: 1 }
          summary: Its type is its name.
      `,
      finds: [
        'the type of the integration event OrderConfirmed is OrderConfirmed; expected a reversed domain name in front, such as com.example.OrderConfirmed',
      ],
    },
  ],
  check({ events, place }, report) {
    for (const event of events) {
      const { type, name, kind } = event
      if (kind !== 'integration' || isReverseDns(type)) continue
      report(place(event, 'x-event', 'type'), {
        message: `the type of the integration event ${name} is ${type}; expected a reversed domain name in front, such as com.example.${type}`,
        mend: 'Give it "x-event: { type: … }" before anybody reads it. A type that is already on the wire had better stay: ignore this rule there.',
      })
    }
  },
})

function isReverseDns(type: string): boolean {
  const [first = '', second = '', ...rest] = type.split('.')
  const isDomain = /^[a-z]{2}$/i.test(first) || domains.has(first.toLowerCase())
  return isDomain && /^[a-z\d][a-z\d-]*$/i.test(second) && rest.length > 0
}
