import { expect, test, vi } from 'vitest'
import { DispatchFailed, isDispatchFailed } from './dispatch-failed.js'
import { InvalidDestination, isInvalidDestination } from './invalid-destination.js'
import { InvalidEvent, isInvalidEvent } from './invalid-event.js'
import { isTidingsError } from './tidings-error.js'
import { isUndecodableMessage, UndecodableMessage } from './undecodable-message.js'
import { isUnsupportedContentType, UnsupportedContentType } from './unsupported-content-type.js'

const guards = [isDispatchFailed, isInvalidDestination, isInvalidEvent, isUndecodableMessage, isUnsupportedContentType]

test.each([
  [isDispatchFailed, 'TIDINGS_DISPATCH_FAILED', new DispatchFailed([], async () => {}, new Error('why'))],
  [isInvalidDestination, 'TIDINGS_INVALID_DESTINATION', new InvalidDestination('nowhere')],
  [isInvalidEvent, 'TIDINGS_INVALID_EVENT', new InvalidEvent('A', [])],
  [isUndecodableMessage, 'TIDINGS_UNDECODABLE_MESSAGE', new UndecodableMessage('no')],
  [isUnsupportedContentType, 'TIDINGS_UNSUPPORTED_CONTENT_TYPE', new UnsupportedContentType('a/b', 'no')],
])('%o is told by its code %s', (guard, code, error) => {
  expect(error).toMatchObject({ code, name: error.constructor.name })
  expect(isTidingsError(error)).toBe(true)
  expect(guards.filter((candidate) => candidate(error))).toEqual([guard])
})

test('an error keeps what lies behind it', () => {
  const cause = new Error('why')
  expect(new UndecodableMessage('no', { cause }).cause).toBe(cause)
})

test('an error of another copy of the package is told as well', async () => {
  vi.resetModules()
  const other = await import('./undecodable-message.js')
  const theirs: unknown = new other.UndecodableMessage('no')
  expect([theirs instanceof UndecodableMessage, isUndecodableMessage(theirs)]).toEqual([false, true])
})

test.each([undefined, null, 'TIDINGS_INVALID_EVENT', new Error('a'), { code: 'TIDINGS_INVALID_EVENT' }])(
  '%o is none of ours',
  (value) => {
    expect([isTidingsError(value), isInvalidEvent(value)]).toEqual([false, false])
  },
)
