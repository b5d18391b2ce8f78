import { conform } from './conform.js'
import { kafkaSubject } from './subjects/kafka.js'

conform(kafkaSubject)
