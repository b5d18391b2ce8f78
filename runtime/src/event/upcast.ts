import type { ValidationMode } from '../codec/validate.js'
import { InvalidEvent } from '../error/invalid-event.js'
import type { AnyEvent } from './any-event.js'
import { isSameClass } from './brand.js'
import { restoreEvent } from './event.js'
import type { EventClass } from './event-class.js'
import { ownCopy } from './own-copy.js'
import type { Upcasting } from './upcaster.js'

/** The extension attribute in which an upcast event names the type that it came from. */
export const upcastFromAttribute = 'upcastfrom'

/** The shortest way from one class to another; `undefined` where there is none. */
export const upcastPath = (
  from: EventClass,
  to: EventClass,
  upcastings: readonly Upcasting[],
): readonly Upcasting[] | undefined => {
  let ends: readonly { readonly at: EventClass; readonly path: readonly Upcasting[] }[] = [{ at: from, path: [] }]
  for (let left = upcastings; ends.length > 0; ) {
    const found = ends.find(({ at }) => isSame(at, to))
    if (found !== undefined) return found.path
    ends = ends.flatMap(({ at, path }) =>
      left.filter((step) => isSame(step.from, at)).map((step) => ({ at: step.to, path: [...path, step] })),
    )
    // Each is needed once at most, so a ring of them ends.
    left = left.filter((step) => !ends.some(({ path }) => path.includes(step)))
  }
  return undefined
}

/**
 * An event as a later version of itself, by a path that was found before: with the same identity, time and
 * context, and the type that it came from in an extension. Throws `InvalidEvent` where an upcaster's data is not
 * what the later version asks for; what an upcaster throws is thrown.
 */
export const upcastEvent = (event: AnyEvent, path: readonly Upcasting[], mode?: ValidationMode): AnyEvent => {
  let current = event
  for (const { to, upcast } of path) {
    const { codec, name, type } = to.descriptor
    const data = codec.hasData ? copyValid(name, upcast(current.data, current)) : undefined
    const headers = codec.hasHeaders ? (current.headers ?? Object.freeze({})) : undefined
    const problems = codec.check(data, headers, mode)
    if (problems !== undefined) throw new InvalidEvent(name, problems)
    const fields = {
      ...current,
      type,
      datacontenttype: codec.hasData ? codec.contentType : undefined,
      // It is the schema of the version that the event no longer is.
      dataschema: undefined,
      data,
      headers,
      extensions: Object.freeze({ ...current.extensions, [upcastFromAttribute]: event.type }),
    }
    current = restoreEvent(to, fields, mode)
  }
  return current
}

const isSame = (one: EventClass, other: EventClass) => isSameClass(one.descriptor, other.descriptor)

const copyValid = (name: string, data: unknown) =>
  ownCopy(data, (pointer, message, keyword) => {
    throw new InvalidEvent(name, [{ in: 'data', pointer, message, keyword }])
  })
