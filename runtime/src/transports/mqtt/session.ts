import type { ConnectOptions } from '../../transport/transport.js'
import type { Control } from './control.js'
import type { Link, LinkOptions } from './link.js'
import type { MqttSettings } from './options.js'
import type { Topics } from './topics.js'

/** What everything that works on one bus's end of MQTT shares. */
export interface Session {
  readonly settings: MqttSettings
  readonly options: ConnectOptions
  readonly topics: Topics
  /** The connection for whatever is not received for a subscription. */
  readonly control: Control
  /** One more connection. */
  open(options: Omit<LinkOptions, 'settings' | 'clock'>): Promise<Link>
}
