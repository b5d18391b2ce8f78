import type { Observer } from '../delivery/observer.js'
import type { Sending } from '../delivery/sending.js'
import type { Answer } from '../transport/answer.js'
import type { Outgoing } from '../transport/transport.js'
import { withTrace } from './with-trace.js'

type Outcomes = readonly (Error | undefined)[]
type Carry = (messages: readonly Outgoing[]) => Answer<Outcomes>

/** Has messages carried, and the hooks watch it: no more than that where there are none. */
export function send(observer: Observer | undefined, sending: Sending, carry: Carry): Answer<Outcomes> {
  return observer?.hears('send') ? observed(observer, sending, carry) : carry(sending.messages)
}

/** What goes into an outbox, with the trace that it will be sent with. */
export function record(observer: Observer, transport: string, outgoing: Outgoing): Outgoing {
  if (!observer.hears('send')) return outgoing
  const { traces, end } = observer.send({ how: 'record', transport, messages: [outgoing] })
  end([undefined])
  return withTrace(outgoing, traces[0])
}

async function observed(observer: Observer, sending: Sending, carry: Carry): Promise<Outcomes> {
  const { messages } = sending
  const { traces, end } = observer.send(sending)
  try {
    const outcomes = await carry(messages.map((message, index) => withTrace(message, traces[index])))
    end(outcomes)
    return outcomes
  } catch (error) {
    end(messages.map(() => error as Error))
    throw error
  }
}
