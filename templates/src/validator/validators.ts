import { defineTemplate } from '../template/template.js'
import { referencesOf } from './closed-schemas.js'
import { createValidatorPrinter } from './print-validator.js'

/** The machine code that judges data and headers: one module per event, one per schema that they share. */
export const validators = defineTemplate({
  name: 'validators',
  render({ contract, names, note }, output) {
    const schemas = new Map(contract.schemas.map(({ name, schema }) => [name, schema]))
    const printer = createValidatorPrinter({
      schemas: contract.schemas,
      fileOf: (name) => names.schema(name).validatorFile,
      note,
    })
    const needed = new Set<string>()
    for (const event of contract.events) {
      if (event.payload === undefined && event.headers === undefined) continue
      printer.printEvent(output, names.event(event.id).validatorFile, event)
      for (const name of referencesOf(event.payload ?? true)) needed.add(name)
      for (const name of referencesOf(event.headers ?? true)) needed.add(name)
    }
    for (const name of needed) {
      printer.printSchema(output, name)
      for (const other of referencesOf(schemas.get(name) ?? true)) needed.add(other)
    }
  },
})
