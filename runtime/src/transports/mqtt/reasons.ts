/** MQTT 5.0, section 2.4: what a broker says by its number, of what may go wrong here. */
const reasons: Readonly<Record<number, string>> = {
  128: 'unspecified error',
  129: 'malformed packet',
  130: 'protocol error',
  131: 'it does not want it',
  132: 'it does not speak MQTT 5',
  133: 'the client id is not valid',
  134: 'bad user name or password',
  135: 'not authorised',
  136: 'the broker is not available',
  137: 'the broker is busy',
  138: 'banned',
  139: 'the broker is shutting down',
  140: 'bad authentication method',
  141: 'keep-alive timeout',
  142: 'the session was taken over',
  143: 'the topic filter is not valid',
  144: 'the topic name is not valid',
  145: 'the packet identifier is in use',
  147: 'more than it may receive at once',
  149: 'the packet is too large',
  150: 'the message rate is too high',
  151: 'a quota is exceeded',
  152: 'administrative action',
  153: 'the payload format is not valid',
  154: 'retained messages are not supported',
  155: 'the QoS is not supported',
  156: 'use another server',
  157: 'the server has moved',
  158: 'shared subscriptions are not supported',
  159: 'the connection rate is too high',
  161: 'subscription identifiers are not supported',
  162: 'wildcard subscriptions are not supported',
}

/** MQTT 3.1.1 brokers answer so to whoever speaks 5. */
const old: Readonly<Record<number, string>> = {
  1: 'it does not speak MQTT 5',
  4: 'bad user name or password',
  5: 'not authorised',
}

/** The session was taken by another connection. */
export const takenOver = 0x8e

/** The broker said no. */
export class Refused extends Error {
  readonly code: number

  constructor(what: string, code: number, reasonString?: string) {
    const why = reasons[code] ?? old[code] ?? 'for a reason without a name'
    const said = reasonString === undefined ? '' : `, ${reasonString}`
    super(`${what}: ${why} (0x${code.toString(16).padStart(2, '0')}${said})`)
    this.code = code
  }

  /** Whether it may go better next time. */
  get isPassing(): boolean {
    return [0x80, 0x83, 0x88, 0x89, 0x8b, 0x96, 0x97, 0x9f].includes(this.code)
  }
}
