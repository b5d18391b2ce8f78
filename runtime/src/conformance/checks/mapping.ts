import { defineCheck } from '../check.js'
import { holds, same } from '../expect.js'
import { encodeText, outgoing } from '../outgoing.js'
import { receiveAll } from '../receive-all.js'
import { recorder } from '../recorder.js'
import { quiet } from '../stage.js'
import { startRecording } from '../start-recording.js'

const text = 'שלום 👩‍🍳 crème brûlée \u{10fffd} %41 "quoted" \\ ＜'

export const mapping = [
  defineCheck({
    number: 52,
    title: 'Unicode in data, subject, extensions and key arrives as it was sent',
    async prove(stage) {
      const { Noted } = stage.events
      const { bus, seen } = await startRecording(stage)
      const event = new Noted(
        { key: text, number: 1, text },
        { source: 'conformance', subject: text, extensions: { note: text } },
      )
      await bus.publish(event)
      await stage.until(() => seen.deliveries().length === 1, 'the event was handled')
      same(JSON.parse(JSON.stringify(seen.events()[0])), JSON.parse(JSON.stringify(event)), 'the event')
    },
  }),

  defineCheck({
    number: 53,
    title: 'any byte arrives as it was sent',
    async prove(stage) {
      const connection = await stage.connect()
      const intake = await stage.open(connection)
      const data = Uint8Array.from({ length: 256 }, (_, byte) => byte)
      const attributes = { datacontenttype: 'application/octet-stream' }
      await connection.carry([outgoing(stage, { id: '1', data, attributes })])
      const [held] = await receiveAll(intake, 1)
      same([...(held?.message?.data ?? [])], [...data], 'all 256 bytes')
    },
  }),

  defineCheck({
    number: 58,
    title: 'absent attributes stay absent, and what extensions say stays',
    async prove(stage) {
      const connection = await stage.connect()
      const intake = await stage.open(connection)
      const sent = outgoing(stage, {
        id: '1',
        data: undefined,
        attributes: { flag: true, count: 7, at: '2026-01-01T00:00:00Z' },
        headers: { 'X-Tenant': 'a', Retries: 3 },
      })
      await connection.carry([sent])
      const [held] = await receiveAll(intake, 1)
      const message = held?.message
      holds(message !== undefined, 'it is a CloudEvent')
      same(message.attributes.time, undefined, 'no time')
      same(message.data, undefined, 'no data')
      const { flag, count, at } = message.attributes
      same([flag, count, at].map(String), ['true', '7', '2026-01-01T00:00:00Z'], 'extensions')
      same(message.headers && { ...message.headers }, sent.message.headers, "the message's own headers")
    },
  }),

  defineCheck({
    number: 59,
    title: 'the traces of origin and hop pass, each as its own, through retries and a redrive as well',
    needs: ['redrive'],
    async prove(stage) {
      const { Noted } = stage.events
      const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
      let broken = true
      const seen = recorder(() => {
        if (broken) throw new Error('not yet')
      })
      const hop = { traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', tracestate: 'a=b' }
      const bus = stage.bus({ hooks: { ...quiet, trace: () => hop } })
      bus.subscribe(stage.name('s'), Noted, seen.handler, { retry: { attempts: 2, delayMs: 1 } })
      await bus.start()
      await bus.publish(new Noted({ key: 'a', number: 1 }, { extensions: { traceparent } }))
      await stage.until(async () => (await bus.deadLetters.list()).length > 0, 'it became a dead letter')
      broken = false
      await bus.deadLetters.redrive({ subscription: stage.name('s') })
      await stage.until(() => seen.completed().length === 1, 'it was handled after the redrive')
      const origins = seen.deliveries().map(({ delivery }) => delivery.event.extensions.traceparent)
      same(origins, [traceparent, traceparent, traceparent], 'the origin at each attempt')
      const hops = seen.deliveries().map(({ delivery }) => ({ ...delivery.trace }))
      same(hops, [hop, hop, hop], 'the hop at each attempt')
    },
  }),

  defineCheck({
    number: 60,
    title: 'what is no CloudEvent is a dead letter as it stood on the wire, and the rest flows',
    needs: ['inject', 'redrive'],
    async prove(stage) {
      const { Noted } = stage.events
      const { bus, seen } = await startRecording(stage, { concurrency: 1 })
      await stage.inject({ headers: { 'content-type': 'text/plain' }, body: encodeText('two pizzas, please') })
      await bus.publish(new Noted({ key: 'a', number: 1 }))
      await stage.until(() => seen.completed().includes(1), 'the event after it was handled')
      await stage.until(async () => (await bus.deadLetters.list()).length === 1, 'it is a dead letter')
      const [letter] = await bus.deadLetters.list()
      same([letter?.reason, letter?.attempts, letter?.message], ['undecodable', 0, undefined], 'why it was given up')
      same(Buffer.from(letter?.wire?.body ?? []).toString(), 'two pizzas, please', 'what stood on the wire')
    },
  }),
]
