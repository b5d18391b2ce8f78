import { isNotAccepted } from '../../error/not-accepted.js'
import { defineCheck } from '../check.js'
import type { NoteData } from '../events.js'
import { holds, rejection, same } from '../expect.js'
import { numbers, recorder } from '../recorder.js'
import type { Stage } from '../stage.js'

/** What a transport does while its broker is away, and after it came back. */
export const returning = [
  defineCheck({
    number: 2,
    title: 'while the broker is away a publish waits, and is refused when that takes too long',
    needs: ['broker'],
    async prove(stage) {
      const { Noted } = stage.events
      const broker = await stage.broker()
      const seen = recorder()
      const bus = stage.bus({ transport: broker.transport() })
      bus.subscribe(stage.name('s'), Noted, seen.handler)
      await bus.start()
      await broker.stop()
      const error = await rejection(bus.publish(new Noted({ key: 'a', number: 1 })), 'a publish while it is away')
      holds(isNotAccepted(error), `it is refused as not accepted: ${error}`)
      // Refused it may be while the broker still starts.
      const waiting = bus.publish(new Noted({ key: 'a', number: 2 })).catch((reason: unknown) => reason)
      await broker.start()
      const late = await waiting
      holds(late === undefined || isNotAccepted(late), `what waited is accepted, or refused as not accepted: ${late}`)
      await publishAgain(stage, () => bus.publish(new Noted({ key: 'a', number: 3 })))
      const expected = late === undefined ? [2, 3] : [3]
      await stage.until(() => expected.every((each) => seen.numbers().includes(each)), 'what was accepted was handled')
    },
  }),

  defineCheck({
    number: 3,
    title: 'of what is on its way while the broker restarts, all that was accepted is handled',
    needs: ['broker', 'durable'],
    async prove(stage) {
      const { Noted } = stage.events
      const broker = await stage.broker()
      const seen = recorder()
      const bus = stage.bus({ transport: broker.transport() })
      bus.subscribe(stage.name('s'), Noted, seen.handler, stage.patience)
      await bus.start()
      const accepted: number[] = []
      const publish = async (number: number) => {
        await bus.publish(new Noted({ key: `${number}`, number }))
        accepted.push(number)
      }
      const count = Math.min(stage.volume, 1_000)
      const first = numbers(count / 2).map(publish)
      await first[0]
      const stopped = broker.stop()
      const rest = numbers(count / 2).map((number) => publish(count / 2 + number))
      const settled = Promise.allSettled([...first, ...rest])
      await stopped
      await broker.start()
      for (const { status, reason } of (await settled) as readonly Settled[]) {
        if (status === 'rejected') holds(isNotAccepted(reason), `what is refused is refused as not accepted: ${reason}`)
      }
      await publishAgain(stage, () => publish(count + 1))
      const handled = () => new Set(seen.completed())
      await stage.until(() => accepted.every((each) => handled().has(each)), 'everything accepted was handled')
    },
  }),

  defineCheck({
    number: 43,
    title: 'a subscription goes on by itself after its broker was restarted, and again',
    needs: ['broker', 'durable'],
    async prove(stage) {
      const { Noted } = stage.events
      const broker = await stage.broker()
      const seen = recorder<{ readonly id: string; readonly data: NoteData }>()
      const [consumer, publisher] = [
        stage.bus({ transport: broker.transport() }),
        stage.bus({ transport: broker.transport() }),
      ]
      consumer.subscribe(stage.name('s'), Noted, seen.handler, stage.patience)
      await consumer.start()
      await publisher.start()
      const publish = (number: number) =>
        publishAgain(stage, () => publisher.publish(new Noted({ key: `${number}`, number })))
      for (const round of [0, 1, 2]) {
        for (const number of numbers(20)) await publish(round * 20 + number)
        if (round === 2) break
        await broker.stop()
        await broker.start()
      }
      await stage.until(() => seen.distinct() === 60, 'all 60 events were handled')
    },
  }),

  defineCheck({
    number: 51,
    title: 'health tells that the broker is away, and that it is back',
    needs: ['broker'],
    async prove(stage) {
      const broker = await stage.broker()
      const bus = stage.bus({ transport: broker.transport() })
      bus.subscribe(stage.name('s'), stage.events.Noted, () => {})
      await bus.start()
      const statusIs = (status: string) => async () => (await bus.health()).transports.default?.status === status
      await stage.until(statusIs('healthy'), 'it was healthy')
      await broker.stop()
      await stage.until(statusIs('unhealthy'), 'health told that the broker is away')
      const problems = (await bus.health()).transports.default?.problems
      same(
        problems?.some((problem) => problem.trim() !== ''),
        true,
        'health tells what is wrong',
      )
      await broker.start()
      await stage.until(statusIs('healthy'), 'it was healthy again')
    },
  }),
]

/** As an application does that must have it published. */
async function publishAgain({ until }: Stage, publish: () => Promise<void>): Promise<void> {
  const accepted = () =>
    publish().then(
      () => true,
      () => false,
    )
  await until(accepted, 'a publish was accepted after the broker came back')
}

interface Settled {
  readonly status: string
  readonly reason?: unknown
}
