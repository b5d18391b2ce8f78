import { createClient, ErrorReply, RESP_TYPES, type RedisClientOptions } from 'redis'

// The one place that knows the Redis client.

/** What the client takes for connecting, as far as it is not ours to say. */
export type RedisConnectOptions = Pick<
  RedisClientOptions,
  'username' | 'password' | 'credentialsProvider' | 'database' | 'name' | 'clientInfoTag'
> & { readonly socket?: RedisClientOptions['socket'] }

/** A text of any bytes. */
export type Bytes = string | Buffer

/** What Redis answers, in the second version of its protocol: texts as bytes. */
export type Reply = Buffer | string | number | null | readonly Reply[]

export interface RedisClient {
  /** Rejects when the server lets nobody in or the connection is lost; nothing is sent again. */
  send(command: readonly Bytes[]): Promise<Reply>
  /** At once; what has no answer yet rejects. */
  destroy(): void
  /** By which the server knows it; absent where nobody asked, or the server does not say. */
  readonly id: number | undefined
}

export interface OpenClientOptions {
  readonly url: string
  readonly connect: RedisConnectOptions
  readonly timeoutMs: number
  /** Whether to ask for its `id`. */
  readonly isIdentified: boolean
  /** Once, when what was open is open no more; also after `destroy`. */
  readonly lost: (cause: Error) => void
}

/** One connection: it never reconnects, and keeps nothing for later. Whoever needs another opens another. */
export async function openClient({
  url,
  connect,
  timeoutMs,
  isIdentified,
  lost,
}: OpenClientOptions): Promise<RedisClient> {
  const client = createClient({
    ...connect,
    url,
    RESP: 2,
    socket: { connectTimeout: timeoutMs, ...connect.socket, reconnectStrategy: false },
    disableOfflineQueue: true,
    disableClientInfo: true,
    maintNotifications: 'disabled',
  })
  let isOver = false
  const end = (cause: Error) => {
    if (isOver) return
    isOver = true
    lost(cause)
  }
  client.on('error', end)
  client.on('terminated', end)
  client.on('end', () => end(new Error('the connection was closed')))
  const bytes = { typeMapping: { [RESP_TYPES.BLOB_STRING]: Buffer } }
  const opened = {
    send: (command: readonly Bytes[]) => client.sendCommand<Reply>([...command], bytes),
    destroy() {
      client.destroy()
      end(new Error('the connection was given up'))
    },
  }
  let isLate = false
  const late = setTimeout(() => {
    isLate = true
    opened.destroy()
  }, timeoutMs)
  try {
    await client.connect()
    // A connection alone may end at a proxy: a server is what answers.
    const question = isIdentified ? ['CLIENT', 'ID'] : ['PING']
    const answer = await client.sendCommand<Reply>(question).catch(notTold)
    const id = typeof answer === 'number' ? answer : undefined
    if (isOver) throw new Error('the connection was closed')
    return { ...opened, id }
  } catch (error) {
    opened.destroy()
    throw isLate ? new Error(`no answer within ${timeoutMs} ms`, { cause: error }) : error
  } finally {
    clearTimeout(late)
  }
}

/** Where a user may not ask. */
const notTold = (error: unknown): undefined => {
  if (!isErrorReply(error)) throw error
}

/** Whether the server itself said so. */
export const isErrorReply = (error: unknown): error is Error => error instanceof ErrorReply

/** The first word of what the server said: `NOGROUP`, `NOAUTH`, `OOM`. */
export const codeOf = (error: unknown): string | undefined =>
  isErrorReply(error) ? /^-?([A-Z]+)\b/.exec(error.message)?.[1] : undefined
