import { conform } from './conform.js'
import { natsSubject } from './subjects/nats.js'

conform(natsSubject)
