import { code, defineTemplate, list, string } from '@tidings/templates'

/** Takes the place of ours, by its name: the events of the contract, for tools that need no classes. */
export default defineTemplate({
  name: 'registry',
  render({ contract, names }, output) {
    const entries = contract.events.map(({ id, type }) => code`[${string(type)}, ${string(names.event(id).className)}]`)
    output.file('registry.ts').print`
      /** The name of each event's class, by its CloudEvents type. */
      export const registry: ReadonlyMap<string, string> = new Map(${list('[', entries, ']', { broken: true })})
    `
  },
})
