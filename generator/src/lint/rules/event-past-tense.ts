import type { ContractEvent } from '@tidings/contract'
import { defineRule } from '../define-rule.js'
import type { English } from '../english/english.js'
import { messages } from '../example.js'
import { type Inspected, repliedEvents } from '../inspect.js'
import { inPascalCase, tellingWords } from '../words.js'

/** What ends so is asked or answered, and does not say that anything happened. */
const questions = new Set(['query', 'reply', 'request', 'response'])

export default defineRule({
  id: 'event-past-tense',
  severity: 'warning',
  recommended: 'always',
  summary: 'An event is named for what happened, not as a command.',
  why: 'A past tense tells its readers that the fact stands: they can react to it, and cannot refuse it. A command has one receiver, who may say no; who names an event as one will be asked why nothing was done. Names that English does not clearly know as a command, in whatever language, are left alone; and so are requests, which are answered, and commands in a document that shows neither by a convention nor by the events beside them that it is about events.',
  valid: [
    messages`
      EmailSent:
        x-event: { kind: domain }
        summary: A customer was told.
        payload: { type: object, properties: { to: { type: string } } }
        examples: [{ payload: { to: ada } }]
    `,
    messages`
      OrderReady:
        x-event: { kind: domain }
        summary: No verb, and no command either.
      BestellungVersenden:
        x-event: { kind: domain }
        summary: German.
      OrderProcess:
        x-event: { kind: domain }
        summary: A noun as much as a verb.
    `,
    messages`
      SendEmail:
        summary: A message of a document that does not say that its messages are events.
    `,
    messages`
      unsubscribe: { summary: What a client of a web socket asks. }
      subscribed: { summary: Answers. }
      unsubscribed: { summary: They are sent on the same channel. }
    `,
  ],
  invalid: [
    {
      contract: messages`
        SendEmail:
          x-event: { kind: domain }
          summary: A customer is told.
      `,
      finds: ['the event SendEmail is named as a command; expected what happened, such as EmailSent'],
    },
    {
      contract: messages`
        OrderPlaced: { summary: One of two that show what this document is about. }
        OrderShipped: { summary: The other. }
        CancelSubscription: { summary: A command among them. }
      `,
      finds: [
        'the event CancelSubscription is named as a command; expected what happened, such as SubscriptionCancelled',
      ],
    },
  ],
  async check(inspected, report) {
    const english = await inspected.english()
    const replied = repliedEvents(inspected)
    const judged = inspected.meansEvents ? inspected.events : amongEvents(inspected, english)
    for (const event of judged) {
      const words = tellingWords(event.name)
      if (replied.has(event.id) || questions.has(words.at(-1) ?? '') || !english.isCommand(words)) continue
      const better = inPascalCase(english.asHappened(words))
      report(inspected.place(event, 'name'), {
        message: `the event ${event.name} is named as a command; expected what happened, such as ${better}`,
        mend: `Name it ${better}, or for what it is that happened. A command is no event: if it is one, ignore this rule here and say so.`,
      })
    }
  },
})

/**
 * Events in one direction of a channel that mostly tell what happened. A command beside its own outcome is meant as a
 * command.
 */
function amongEvents({ operations, events }: Inspected, english: English): readonly ContractEvent[] {
  const wordsOf = new Map(events.map(({ id, name }) => [id, tellingWords(name)]))
  const happened = new Set(
    [...wordsOf].filter(([, words]) => english.happenedAt(words) !== undefined).map(([id]) => id),
  )
  const outcomes = new Set([...wordsOf.values()].map((words) => words.join(' ')))
  const ways = new Map<string, Set<string>>()
  for (const { channel, action, events: told } of operations) {
    const way = `${action} ${channel}`
    ways.set(way, new Set([...(ways.get(way) ?? []), ...told]))
  }
  const ofEvents = [...ways.values()].filter(
    (told) => told.size > 1 && [...told].filter((id) => happened.has(id)).length > told.size / 2,
  )
  return events.filter(
    ({ id }) =>
      ofEvents.some((told) => told.has(id)) && !outcomes.has(english.asHappened(wordsOf.get(id) ?? []).join(' ')),
  )
}
