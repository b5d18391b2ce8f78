import type { Bus } from '../../bus/bus.js'
import { NonRetryable } from '../../error/non-retryable.js'
import type { DeadLetter } from '../../transport/dead-letter.js'
import { defineCheck } from '../check.js'
import { holds, same } from '../expect.js'
import { intercept } from '../intercept.js'
import { encodeText, outgoing } from '../outgoing.js'
import { receiveAll } from '../receive-all.js'
import { numbers, recorder } from '../recorder.js'
import { startRecording } from '../start-recording.js'

const atOnce = { attempts: 2, delayMs: 1 }
const fails = () => {
  throw new TypeError('the oven is cold')
}

export const failing = [
  defineCheck({
    number: 21,
    title: 'after its last attempt an event is a dead letter, byte for byte, with what befell it',
    needs: ['redrive'],
    async prove(stage) {
      const { Noted } = stage.events
      const bus = stage.bus()
      bus.subscribe(stage.name('s'), Noted, fails, { retry: atOnce })
      await bus.start()
      const connection = await stage.connect()
      const data = encodeText('{ "key":"a",\n "number": 1, "text": "kept as \\u0069t is" }')
      await connection.carry([outgoing(stage, { id: '1', data, attributes: { tenant: 'x', subject: 'y' } })])
      const letter = await onlyLetter(bus, stage.until)
      same(Buffer.from(letter.message?.data ?? []).toString(), Buffer.from(data).toString(), 'the original bytes')
      same(letter.message?.attributes.tenant, 'x', 'its attributes')
      const { reason, error, attempts, subscription } = letter
      same(
        { reason, error: { name: error.name, message: error.message }, attempts, subscription },
        {
          reason: 'attempts-exhausted',
          error: { name: 'TypeError', message: 'the oven is cold' },
          attempts: 2,
          subscription: stage.name('s'),
        },
        'what befell it',
      )
      holds((letter.firstAttemptAt ?? '') <= (letter.lastAttemptAt ?? ''), 'the first attempt was not after the last')
      holds((letter.lastAttemptAt ?? 'never') <= letter.parkedAt, 'it was parked after the last attempt')
    },
  }),

  defineCheck({
    number: 22,
    title: 'what is not worth trying again is a dead letter after one attempt',
    needs: ['redrive'],
    async prove(stage) {
      const { Noted } = stage.events
      const seen = recorder(() => {
        throw new NonRetryable('no such pizza')
      })
      const bus = stage.bus()
      bus.subscribe(stage.name('s'), Noted, seen.handler, { retry: atOnce })
      await bus.start()
      await bus.publish(new Noted({ key: 'a', number: 1 }))
      const { reason, attempts } = await onlyLetter(bus, stage.until)
      same(
        { reason, attempts, tried: seen.deliveries().length },
        { reason: 'not-retryable', attempts: 1, tried: 1 },
        'one attempt',
      )
    },
  }),

  defineCheck({
    number: 23,
    title: 'what does not decode or validate is a dead letter at once, and the rest flows',
    needs: ['redrive'],
    async prove(stage) {
      const { bus, seen } = await startRecording(stage, { concurrency: 1 })
      const connection = await stage.connect()
      await connection.carry([
        outgoing(stage, { id: 'bad', data: encodeText('{"key":') }),
        outgoing(stage, { id: 'wrong', data: encodeText('{"key":"a","number":"one"}') }),
        outgoing(stage, { id: 'good' }),
      ])
      await stage.until(() => seen.deliveries().length === 1, 'the good event was handled')
      await stage.until(async () => (await bus.deadLetters.list()).length === 2, 'the others are dead letters')
      same(
        (await bus.deadLetters.list())
          .map(({ message, reason, attempts }) => [message?.attributes.id, reason, attempts])
          .toSorted(),
        [
          ['bad', 'undecodable', 0],
          ['wrong', 'invalid', 0],
        ],
        'dead letters without an attempt',
      )
    },
  }),

  defineCheck({
    number: 24,
    title: 'types that a subscription did not ask for are skipped',
    async prove(stage) {
      const { Noted, Struck } = stage.events
      const seen = recorder()
      const bus = stage.bus()
      bus.subscribe(stage.name('s'), Noted, seen.handler, { concurrency: 1, prefetch: 1 })
      await bus.start()
      for (const number of numbers(20)) await bus.publish(new Struck({ key: 'a', number }))
      await bus.publish(new Noted({ key: 'a', number: 21 }))
      await stage.until(() => seen.deliveries().length === 1, 'the event asked for was handled')
      same(seen.numbers(), [21], 'nothing else was')
      if (stage.features.redrive) same((await bus.deadLetters.list()).length, 0, 'nothing was given up')
    },
  }),

  defineCheck({
    number: 25,
    title: 'what could not be parked is not lost',
    needs: ['redrive'],
    async prove(stage) {
      const { Noted } = stage.events
      let refused = 0
      const transport = intercept(stage.transport(), {
        intake: (intake) => ({
          park: async (holding, details) => {
            refused += 1
            if (refused <= 2) throw new Error('the dead letters cannot be reached')
            return intake.park(holding, details)
          },
        }),
      })
      const bus = stage.bus({ transport })
      bus.subscribe(stage.name('s'), Noted, fails, { retry: { attempts: 1 } })
      await bus.start()
      await bus.publish(new Noted({ key: 'a', number: 1 }))
      const letter = await onlyLetter(bus, stage.until)
      same(letter.message?.attributes.type, Noted.type, 'it became a dead letter in the end')
      holds(refused >= 3, 'parking was tried until it worked')
    },
  }),

  defineCheck({
    number: 26,
    title: 'a redriven event goes to the subscription that gave it up and to no other',
    needs: ['redrive'],
    async prove(stage) {
      const { Noted } = stage.events
      let broken = true
      const kitchen = recorder(() => {
        if (broken) fails()
      })
      const email = recorder()
      const bus = stage.bus()
      bus.subscribe(stage.name('kitchen'), Noted, kitchen.handler, { retry: atOnce })
      bus.subscribe(stage.name('email'), Noted, email.handler)
      await bus.start()
      const event = new Noted({ key: 'a', number: 1 })
      await bus.publish(event)
      const letter = await onlyLetter(bus, stage.until)
      broken = false
      same(await bus.deadLetters.redrive({ subscription: letter.subscription }), 1, 'one was redriven')
      await stage.until(() => kitchen.completed().length === 1, 'the kitchen handled it')
      same(kitchen.deliveries().at(-1)?.event.id, event.id, 'it is the same event')
      await bus.publish(new Noted({ key: 'a', number: 2 }))
      await stage.until(() => email.numbers().includes(2), 'the marker reached the other')
      same(email.numbers(), [1, 2], 'the other saw it once')
      same((await bus.deadLetters.list()).length, 0, 'no dead letter is left')
    },
  }),

  defineCheck({
    number: 27,
    title: 'of two redrives at once, one does it',
    needs: ['redrive', 'competing'],
    async prove(stage) {
      const { Noted } = stage.events
      let broken = true
      const seen = recorder(() => {
        if (broken) fails()
      })
      const buses = [stage.bus(), stage.bus()]
      for (const bus of buses) {
        bus.subscribe(stage.name('s'), Noted, seen.handler, { retry: atOnce })
        await bus.start()
      }
      const [one, other] = buses
      holds(one !== undefined && other !== undefined, 'two buses')
      await one.publish(new Noted({ key: 'a', number: 1 }))
      const { subscription } = await onlyLetter(one, stage.until)
      broken = false
      const done = await Promise.all([one, other].map((bus) => bus.deadLetters.redrive({ subscription })))
      same(done.toSorted(), [0, 1], 'what each redrove')
      await stage.until(() => seen.completed().length >= 1, 'it was handled')
      await one.publish(new Noted({ key: 'a', number: 2 }))
      await stage.until(() => seen.completed().includes(2), 'the marker was handled')
      same(
        seen.completed().filter((number) => number === 1),
        [1],
        'it was handled once',
      )
    },
  }),

  defineCheck({
    number: 28,
    title: 'what is returned with a delay is not handed out before it',
    needs: ['delayedReturn'],
    async prove(stage) {
      const connection = await stage.connect()
      const intake = await stage.open(connection)
      const carried = Date.now()
      await connection.carry([outgoing(stage, { id: 'late' })])
      const held = await receiveAll(intake, 1)
      // Long enough for another message to come meanwhile, however slow the way is.
      const delayMs = 200 + 5 * (Date.now() - carried)
      const begun = Date.now()
      await intake.return(held, delayMs)
      await connection.carry([outgoing(stage, { id: 'early', key: 'b' })])
      const first = await receiveAll(intake, 1)
      await intake.acknowledge(first)
      const second = await receiveAll(intake, 1)
      same(
        [...first, ...second].map(({ message }) => message?.attributes.id),
        ['early', 'late'],
        'the delayed one came last',
      )
      holds(Date.now() - begun >= delayMs - 5, 'and not before its time')
    },
  }),

  defineCheck({
    number: 29,
    title: 'one event that always fails does not hold up the others',
    async prove(stage) {
      const { Noted } = stage.events
      const seen = recorder(({ data }) => {
        if (data.number === 0) fails()
      })
      const bus = stage.bus()
      bus.subscribe(stage.name('s'), Noted, seen.handler, { concurrency: 4, retry: { attempts: 5, delayMs: 50 } })
      await bus.start()
      const count = Math.min(stage.volume, 1_000)
      await bus.publish(new Noted({ key: 'poison', number: 0 }))
      await Promise.all(numbers(count).map((number) => bus.publish(new Noted({ key: `${number}`, number }))))
      await stage.until(() => seen.completed().length === count, 'all the others were handled')
    },
  }),

  defineCheck({
    number: 30,
    title: 'in order, the later events of a failed key follow its dead letter, or wait for it where asked',
    needs: ['orderPerKey', 'redrive'],
    async prove(stage) {
      const { Noted } = stage.events
      let broken = true
      const seen = recorder(({ data }) => {
        if (data.number === 1 && broken) fails()
      })
      const parks = stage.features.parkKey
      const bus = stage.bus()
      bus.subscribe(stage.name('s'), Noted, seen.handler, {
        order: 'per-key',
        retry: atOnce,
        ...(parks ? { afterDeadLetter: 'park-key' } : {}),
      })
      await bus.start()
      for (const number of numbers(3)) await bus.publish(new Noted({ key: 'a', number }))
      await bus.publish(new Noted({ key: 'b', number: 4 }))
      await stage.until(() => seen.completed().includes(4), 'another key went on')
      await onlyLetter(bus, stage.until)
      if (!parks) {
        await stage.until(() => seen.completedOf('a').length === 2, 'the later events of the key followed')
        return same(seen.completedOf('a'), [2, 3], 'in their order')
      }
      // One after the other, so that what wrongly goes on has time to show.
      for (const number of [5, 6, 7, 8, 9]) {
        await bus.publish(new Noted({ key: 'b', number }))
        await stage.until(() => seen.completed().includes(number), `the marker ${number} was handled`)
      }
      same(seen.completedOf('a'), [], 'the key waits for its dead letter')
      broken = false
      await bus.deadLetters.redrive({ subscription: stage.name('s') })
      await stage.until(() => seen.completedOf('a').length === 3, 'the key went on after the redrive')
      same(seen.completedOf('a'), [1, 2, 3], 'in its order')
    },
  }),
]

type Until = (condition: () => Promise<boolean>, what: string) => Promise<void>

async function onlyLetter(bus: Bus, until: Until): Promise<DeadLetter> {
  await until(async () => (await bus.deadLetters.list()).length > 0, 'a dead letter was there')
  const [letter, ...others] = await bus.deadLetters.list()
  holds(letter !== undefined && others.length === 0, `there is one dead letter, not ${others.length + 1}`)
  return letter
}
