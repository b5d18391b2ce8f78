import type { Template } from '../api.js'
import { serialisers } from '../serialiser/index.js'
import { validators } from '../validator/index.js'
import { channelAddresses } from './channel-addresses.js'
import { eventModules } from './event-modules.js'
import { indexModule } from './index-module.js'
import { operations } from './operations.js'
import { registry } from './registry.js'
import { schemaModules } from './schema-modules.js'
import { servers } from './servers.js'

/** Ours: the SDK as it is without templates of your own. */
export const sdkTemplates: readonly Template[] = [
  eventModules,
  schemaModules,
  validators,
  serialisers,
  channelAddresses,
  servers,
  operations,
  registry,
  indexModule,
]
