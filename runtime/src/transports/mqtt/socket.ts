import { connect as connectPlain, isIP, type Socket } from 'node:net'
import { connect as connectSecure } from 'node:tls'
import type { MqttSettings } from './options.js'

/** Begins a connection to the broker. Listeners are the caller's; `ready` is called once packets may be written. */
export function openSocket({ host, port, isSecure, tls }: MqttSettings, ready: () => void): Socket {
  const socket = isSecure
    ? connectSecure({ ...(isIP(host) === 0 && { servername: host }), ...tls, host, port }, ready)
    : connectPlain({ host, port }, ready)
  return socket.setNoDelay(true)
}
