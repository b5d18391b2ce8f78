/** Everything of ours in one schema, quoted for use in SQL. */
export interface Names {
  readonly schema: string
  /** For `LISTEN`; `NOTIFY` takes the schema's bare name. */
  readonly channel: string
  readonly topology: string
  readonly messages: string
  readonly subscriptions: string
  readonly sources: string
  readonly queue: string
  readonly deadLetters: string
  readonly inbox: string
  /** SQL: the number that advisory locks of this schema have. */
  readonly lock: string
}

export function namesIn(schema: string): Names {
  const quoted = quoteName(schema)
  const table = (name: string) => `${quoted}.${name}`
  return {
    schema: quoted,
    channel: quoted,
    topology: table('topology'),
    messages: table('messages'),
    subscriptions: table('subscriptions'),
    sources: table('sources'),
    queue: table('queue'),
    deadLetters: table('dead_letters'),
    inbox: table('inbox'),
    lock: `hashtextextended(${quoteText(`tidings ${schema}`)}, 0)`,
  }
}

export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`

export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`
