import { present } from '../contract/present.js'
import { originOf, type Reading } from '../contract/reading.js'
import type { EventExample } from '../model/event.js'
import type { Json } from '../model/schema.js'
import { emptyObject, isArray, isObject, type JsonObject, type JsonTree, stringAt } from '../source/json-tree.js'
import { isAttribute } from './cloud-events.js'

export interface ExampleForm {
  /** Examples of the payload are envelopes. */
  readonly envelope: boolean
  /** Examples of the headers hold CloudEvents attributes. */
  readonly attributes: boolean
}

/** The examples of a message, told as examples of its event: data, and headers of its own. */
export function readExamples(message: JsonObject, form: ExampleForm, reading: Reading): EventExample[] {
  const examples = reading.references.follow(message['examples'])
  if (!isArray(examples)) return []
  return examples.flatMap((given): EventExample[] => {
    const example = reading.references.follow(given)
    if (!isObject(example)) return []
    const { payload, headers } = example
    const data = form.envelope && isObject(payload) ? payload['data'] : payload
    const own = form.attributes && isObject(headers) ? withoutAttributes(headers) : headers
    if (data === undefined && own === undefined) return []
    return [
      present({
        name: stringAt(example, 'name'),
        summary: stringAt(example, 'summary'),
        payload: data as Json | undefined,
        headers: own as Json | undefined,
        origin: originOf(example, reading),
      }),
    ]
  })
}

function withoutAttributes(headers: JsonObject): JsonTree {
  const own = emptyObject()
  for (const key of Object.keys(headers)) if (!isAttribute(key)) own[key] = headers[key] ?? null
  return own
}
