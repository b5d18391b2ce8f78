import { expect, test } from 'vitest'
import { Moved, Pinged } from '../event/fixtures/order-events.js'
import { AggregateRoot } from './aggregate-root.js'

class Parcel extends AggregateRoot {
  readonly id = '7'

  ping(): this {
    this.raise(new Pinged())
    return this
  }

  move(place: string): this {
    this.raise(new Moved({ place }), { channel: 'outside', parameters: { place } })
    return this
  }
}

test('what was raised is uncommitted, in order', () => {
  expect(new Parcel().uncommittedEvents).toEqual([])
  expect(
    new Parcel()
      .ping()
      .move('Napoli')
      .uncommittedEvents.map(({ type }) => type),
  ).toEqual(['pinged', 'moved'])
})

test('an event is handed over with its destination, and stays until it is cleared', () => {
  const parcel = new Parcel().ping().move('Napoli')
  const handedOver = parcel.handOver()
  expect(handedOver.map(({ destination }) => destination)).toEqual([
    undefined,
    { channel: 'outside', parameters: { place: 'Napoli' } },
  ])
  expect(parcel.handOver()).toEqual(handedOver)
  parcel.clear(handedOver)
  expect(parcel.uncommittedEvents).toEqual([])
})

test('what is raised after the handing over is not cleared with it', () => {
  const parcel = new Parcel().ping()
  const handedOver = parcel.handOver()
  parcel.move('Napoli').clear(handedOver)
  expect(parcel.uncommittedEvents.map(({ type }) => type)).toEqual(['moved'])
})

test('the order of raising holds across aggregates', () => {
  const [one, other] = [new Parcel(), new Parcel()]
  one.ping()
  other.ping()
  one.ping()
  const order = [...one.handOver(), ...other.handOver()].map((raised) => raised.order)
  expect(order.map((number) => order.filter((another) => another < number).length)).toEqual([0, 2, 1])
})

test('its type is its class, unless it says otherwise', () => {
  class Renamed extends Parcel {
    override get aggregateType() {
      return 'Parcel'
    }
  }
  expect([new Parcel().aggregateType, new Renamed().aggregateType]).toEqual(['Parcel', 'Parcel'])
})
