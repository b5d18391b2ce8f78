import type { Transport } from '@tidings/runtime/transport'
import { DirectoryConnection } from './connection.js'
import { directoryFeatures } from './features.js'
import { enter } from './layout.js'
import { type DirectoryOptions, settingsOf } from './options.js'

/**
 * Carries events as files in a directory, between the processes of one machine.
 *
 * ```ts
 * const bus = createBus({ application: 'mario-pizzeria', transport: directory({ path: '/var/spool/tidings' }) })
 * ```
 */
export function directory(options: DirectoryOptions): Transport {
  const settings = settingsOf(options)
  return {
    name: 'directory',
    features: directoryFeatures(settings.maxPayload),
    async connect(connectOptions) {
      connectOptions.signal?.throwIfAborted()
      await enter(settings, connectOptions.clock.now())
      return new DirectoryConnection(settings, connectOptions)
    },
  }
}
