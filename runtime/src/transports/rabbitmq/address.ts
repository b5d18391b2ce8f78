/** Where one broker is, and as whom it is spoken to. */
export interface Address {
  readonly protocol: 'amqp' | 'amqps'
  readonly hostname: string
  readonly port: number
  /** Percent-encoded, as in the URL. */
  readonly vhost: string
  readonly username: string
  readonly password: string
}

/** Throws `TypeError` for what is none, and says nothing of what stands there: it may be secret. */
export function addressOf(url: string): Address {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  const protocol = parsed?.protocol.slice(0, -1)
  if (parsed === undefined || (protocol !== 'amqp' && protocol !== 'amqps') || parsed.hostname === '') {
    throw new TypeError('rabbitmq: url is no address; expected amqp://user:password@host:port/vhost, or amqps://…')
  }
  // A password with a / or ? in it would be taken for a path, and be told as one.
  if (/[@]/.test(parsed.pathname + parsed.search + parsed.hash)) {
    throw new TypeError(
      'rabbitmq: url has an @ after its host; percent-encode what is special in user, password and vhost',
    )
  }
  const isGiven = parsed.username !== '' || parsed.password !== ''
  return {
    protocol,
    hostname: parsed.hostname.replace(/^\[|\]$/g, ''),
    port: Number(parsed.port) || (protocol === 'amqp' ? 5672 : 5671),
    vhost: parsed.pathname.slice(1),
    username: isGiven ? decode(parsed.username) : 'guest',
    password: isGiven ? decode(parsed.password) : 'guest',
  }
}

/** Without what may be secret. */
export const placeOf = (addresses: readonly Address[]): string =>
  addresses.map(({ hostname, port, vhost }) => `${hostname}:${port}${vhost === '' ? '' : `/${vhost}`}`).join(', ')

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
