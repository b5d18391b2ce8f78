/** What a project gets into its `package.json`. */
export const scripts = { generate: 'tidings generate', 'check:contract': 'tidings lint && tidings generate --check' }

/** Where a script of the name is there and does something else, ours has a longer one. */
export function scriptsBeside(existing: unknown): Readonly<Record<keyof typeof scripts | string, string>> {
  return Object.fromEntries(Object.entries(scripts).map(([name, command]) => [scriptName(name, existing), command]))
}

/** What one of our scripts is called in a project. */
export function scriptName(name: string, existing: unknown): string {
  const taken = ((existing ?? {}) as Readonly<Record<string, unknown>>)[name]
  return taken === undefined || (typeof taken === 'string' && /\btidings\b/.test(taken)) ? name : `${name}:events`
}
