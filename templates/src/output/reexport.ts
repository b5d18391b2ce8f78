import { type Code, code, specifier } from './code.js'
import { type Binding, namedBindings } from './named-bindings.js'

/** `export { A as B, type C } from '...'` of another file of the output. */
export function reexport(module: string, bindings: readonly Binding[]): Code {
  return code`${namedBindings('export', bindings)} from ${specifier(module)}`
}
