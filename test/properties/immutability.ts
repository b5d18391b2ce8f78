import assert from 'node:assert/strict'

/** Every object and array in a value, itself among them. */
function* partsOf(value: unknown): Generator<object> {
  if (typeof value !== 'object' || value === null) return
  yield value
  for (const part of Object.values(value)) yield* partsOf(part)
}

/** Nothing of it can be changed, taken away or added, and whoever tries is told. */
export function assertImmutable(value: unknown): void {
  for (const part of partsOf(value)) {
    assert.throws(() => Reflect.apply(Object.assign, undefined, [part, { added: 1 }]), TypeError)
    for (const name of Object.keys(part)) {
      assert.throws(() => Object.defineProperty(part, name, { value: 'changed' }), TypeError)
      assert.equal(Reflect.deleteProperty(part, name), false)
    }
  }
}

/** Changes every object and array in a value; throws where one is frozen. */
export function spoil(value: unknown): void {
  for (const part of [...partsOf(value)]) {
    for (const name of Object.keys(part)) Object.defineProperty(part, name, { value: 'spoilt' })
    Object.defineProperty(part, 'spoilt', { value: 'spoilt', enumerable: true })
  }
}
