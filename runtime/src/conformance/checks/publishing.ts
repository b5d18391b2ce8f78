import { defineCheck } from '../check.js'
import { holds, rejection, same } from '../expect.js'
import { encodeText, outgoing } from '../outgoing.js'
import { numbers, recorder } from '../recorder.js'
import { startRecording } from '../start-recording.js'

export const publishing = [
  defineCheck({
    number: 1,
    title: 'what was published is there once publish resolved',
    async prove(stage) {
      const { Noted } = stage.events
      const before = stage.bus()
      before.subscribe(stage.name('s'), Noted, () => new Promise(() => {}), { concurrency: 1, prefetch: 1 })
      await before.start()
      for (const number of numbers(5)) await before.publish(new Noted({ key: 'a', number }))
      await before.close({ deadlineMs: 0 })

      const seen = recorder()
      const after = stage.bus()
      after.subscribe(stage.name('s'), Noted, seen.handler)
      await after.start()
      await stage.until(() => seen.distinct() === 5, 'all five events were handled by the next process')
    },
  }),

  defineCheck({
    number: 5,
    title: 'events published in parallel are all handled',
    async prove(stage) {
      const { Noted } = stage.events
      const { bus, seen } = await startRecording(stage, { concurrency: 50 })
      await Promise.all(numbers(stage.volume).map((number) => bus.publish(new Noted({ key: `${number}`, number }))))
      await stage.until(() => seen.distinct() === stage.volume, `all ${stage.volume} events were handled`)
    },
  }),

  defineCheck({
    number: 6,
    title: 'of several messages carried at once, the refused one is told apart',
    needs: ['maxPayload'],
    async prove(stage) {
      const connection = await stage.connect()
      const intake = await stage.open(connection)
      const tooLarge = new Uint8Array((stage.features.maxPayload ?? 0) + 1)
      const outcomes = await connection.carry([
        outgoing(stage, { id: '1' }),
        outgoing(stage, { id: '2', data: tooLarge }),
        outgoing(stage, { id: '3' }),
      ])
      same(
        outcomes.map((outcome) => outcome instanceof Error),
        [false, true, false],
        'one outcome for each message',
      )
      const ids = []
      while (ids.length < 2) {
        const held = await intake.receive(10, AbortSignal.timeout(5_000))
        holds(held.length > 0, 'the accepted messages were received')
        ids.push(...held.map(({ message }) => message?.attributes.id))
        await intake.acknowledge(held)
      }
      same(ids.toSorted(), ['1', '3'], 'what was accepted is what arrives')
    },
  }),

  defineCheck({
    number: 7,
    title: 'an event published twice reaches a handler as often as the features say',
    async prove(stage) {
      const { Noted } = stage.events
      const { bus, seen } = await startRecording(stage, { concurrency: 1, prefetch: 1 })
      const event = new Noted({ key: 'a', number: 1 })
      await bus.publish(event)
      await bus.publish(event)
      await bus.publish(new Noted({ key: 'a', number: 2 }))
      await stage.until(() => seen.numbers().includes(2), 'the marker was handled')
      await stage.until(
        () => seen.count(1) === (stage.features.deduplicates ? 1 : 2),
        'the event was handled as declared',
      )
    },
  }),

  defineCheck({
    number: 8,
    title: 'data above the limit is refused at once, and consumption goes on',
    needs: ['maxPayload'],
    async prove(stage) {
      const { Noted } = stage.events
      const limit = stage.features.maxPayload ?? 0
      const seen = recorder()
      const bus = stage.bus()
      bus.subscribe(stage.name('s'), Noted, seen.handler)
      await bus.start()
      const refused = bus.publish(new Noted({ key: 'a', number: 1, text: 'x'.repeat(limit) }))
      const error = await rejection(refused, 'data above the limit')
      holds(String(error).includes(String(limit)), `the error names the limit of ${limit} bytes: ${error}`)
      await bus.publish(new Noted({ key: 'a', number: 2 }))
      await stage.until(() => seen.count(2) === 1, 'the next event was handled')
      same(seen.numbers(), [2], 'only the accepted event was handled')
    },
  }),

  defineCheck({
    number: 9,
    title: 'an event of 64 KiB passes, and one of 1 MiB where the limit allows it',
    async prove(stage) {
      const { Noted } = stage.events
      const { bus, seen } = await startRecording(stage)
      const sizes = [64 * 1024, 1024 * 1024].filter((size) => size < (stage.features.maxPayload ?? Infinity))
      for (const [number, size] of sizes.entries()) {
        await bus.publish(new Noted({ key: 'a', number, text: 'é'.repeat((size - 100) / 2) }))
      }
      await stage.until(() => seen.distinct() === sizes.length, 'the large events were handled')
      same(
        seen.events().map(({ data }) => data.text?.length),
        sizes.map((size) => (size - 100) / 2),
        'nothing was cut off',
      )
    },
  }),

  defineCheck({
    number: 10,
    title: 'no data, null and an empty text stay different',
    async prove(stage) {
      const connection = await stage.connect()
      const intake = await stage.open(connection)
      await connection.carry([
        outgoing(stage, { id: 'none', data: undefined }),
        outgoing(stage, { id: 'null', data: encodeText('null') }),
        outgoing(stage, { id: 'text', data: encodeText('""') }),
      ])
      const received = new Map<string, string | undefined>()
      while (received.size < 3) {
        const held = await intake.receive(10, AbortSignal.timeout(5_000))
        holds(held.length > 0, 'all three messages were received')
        for (const { message } of held) {
          received.set(message?.attributes.id ?? '', message?.data && Buffer.from(message.data).toString())
        }
        await intake.acknowledge(held)
      }
      same(Object.fromEntries(received), { none: undefined, null: 'null', text: '""' }, 'data as it was carried')
    },
  }),
]
