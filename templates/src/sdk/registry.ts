import {
  type Code,
  code,
  defineTemplate,
  either,
  eventFamilies,
  identifier,
  list,
  type Sdk,
  specifier,
  string,
} from '../api.js'
import { typeFromRuntime } from './runtime.js'

/** A list of all events that loads a class only when it is asked for: an entry of its own, for tools. */
export const registry = defineTemplate({
  name: 'registry',
  render(sdk, output) {
    const events = eventFamilies(sdk.contract).flatMap(({ versions }) => versions)
    const entries = events.map((event) => entry(event.id, event.type, sdk))
    output.file('registry.ts').print`
      /** Every event of the contract; its class is loaded when it is asked for. */
      export const registry: readonly ${typeFromRuntime('RegisteredEvent')}[] = ${list('[', entries, ']', { broken: true })}
    `
  },
})

function entry(id: string, type: string, { names }: Sdk): Code {
  const { className, file } = names.event(id)
  const [name, module] = [identifier(className), specifier(file)]
  const imports = either(
    code`import(${module})`,
    code`
      import(
        ${module}
      )
    `,
  )
  const block = code`
    {
      const { ${name} } = await ${imports}
      return ${name}
    }
  `
  return code`
    {
      name: ${string(className)},
      type: ${string(type)},
      load: async () => ${either(code`(await import(${module})).${name}`, block)},
    }
  `
}
