import type { Contract, ContractEvent, EventExample, Json, Schema } from '@tidings/contract'
import type { Names } from '@tidings/templates'
import { Ajv } from 'ajv'
import formats from 'ajv-formats'

/** What a test needs to know of one example. */
export interface JudgedExample {
  readonly event: ContractEvent
  readonly payload: Json
  readonly headers: Json | undefined
  /** Whether an event of this kind cannot be without headers. */
  readonly needsHeaders: boolean
}

/** The examples of a contract that plain Ajv calls valid by the document's own schemas. */
export function validExamples(contract: Contract): JudgedExample[] {
  const judge = judgeFor(contract)
  return contract.events.flatMap((event) => {
    const needsHeaders = event.headers !== undefined && !judge(event.headers, {})
    return event.examples.filter(hasPayload).flatMap(({ payload, headers }) => {
      if (!judge(event.payload, payload)) return []
      return [{ event, payload, headers: judge(event.headers, headers) ? headers : undefined, needsHeaders }]
    })
  })
}

const hasPayload = (example: EventExample): example is EventExample & { payload: Json } => example.payload !== undefined

function judgeFor({ schemas }: Contract): (schema: Schema | undefined, value: Json | undefined) => boolean {
  const ajv = new Ajv({ strict: false, ownProperties: true, logger: false })
  formats.default(ajv)
  const shared = Object.fromEntries(schemas.map(({ name, schema }) => [name, schema]))
  return (schema, value) => {
    if (schema === undefined || value === undefined) return false
    // Ajv compares by methods that objects without a prototype do not have
    const [root, plain] = JSON.parse(JSON.stringify([{ allOf: [schema], schemas: shared }, value]))
    return ajv.compile(root)(plain)
  }
}

/**
 * A module of an SDK that holds each example as a value of the event's data type, and makes an event of it. The
 * literals are constants of their own, so that a property that the type does not declare is no error.
 */
export function exampleModule(examples: readonly JudgedExample[], names: Names): string {
  const lines: string[] = []
  const made: string[] = []
  for (const [index, { event, payload, headers, needsHeaders }] of examples.entries()) {
    const { className, file } = names.event(event.id)
    lines.push(`import { ${className} as C${index} } from './${file.replace(/\.ts$/, '.js')}'`)
    lines.push(`const json${index} = ${text(payload)}`)
    lines.push(`const data${index}: C${index}['data'] = json${index}`)
    if (headers !== undefined) lines.push(`const headers${index} = ${text(headers)}`)
    if (needsHeaders && headers === undefined) lines.push(`export { data${index} }`)
    else
      made.push(
        `{ class: C${index}, event: new C${index}(data${index}${headers === undefined ? '' : `, { headers: headers${index} }`}), json: json${index} }`,
      )
  }
  const imports = lines.filter((line) => line.startsWith('import'))
  const rest = lines.filter((line) => !line.startsWith('import'))
  return `${[...imports, ...rest].join('\n')}\n\nexport const made = () => [\n${made.map((each) => `  ${each},\n`).join('')}]\n`
}

/** JSON is TypeScript, but for the one name that sets a prototype. */
const text = (json: Json): string =>
  json === null ? 'null' : `${JSON.stringify(json).replaceAll('"__proto__":', '["__proto__"]:')} as const`
