import { defineTemplate } from '../template/template.js'
import { hasSerialiser } from './has-serialiser.js'
import { createSerialiserPrinter } from './print-serialiser.js'

/** The machine code that writes valid data as JSON: one module per event, one per schema that they share. */
export const serialisers = defineTemplate({
  name: 'serialisers',
  render({ contract, names }, output) {
    const printer = createSerialiserPrinter({
      schemas: contract.schemas,
      fileOf: (name) => names.schema(name).serialiserFile,
    })
    const needed = new Set<string>()
    for (const event of contract.events) {
      if (event.payload === undefined || !hasSerialiser(event, contract)) continue
      const { serialiserFile } = names.event(event.id)
      for (const name of printer.printEvent(output, serialiserFile, event.payload)) needed.add(name)
    }
    for (const name of needed) for (const other of printer.printSchema(output, name)) needed.add(other)
  },
})
