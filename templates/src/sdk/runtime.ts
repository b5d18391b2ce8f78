import { type Code, imported } from '../api.js'

const entry = '@tidings/runtime/sdk/v1'

/** Refers to what the runtime offers to generated code. */
export const fromRuntime = (name: string): Code => imported(entry, name)

/** Refers to one of its types. */
export const typeFromRuntime = (name: string): Code => imported(entry, name, { type: true })
