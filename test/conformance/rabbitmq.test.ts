import { conform } from './conform.js'
import { rabbitmqSubject } from './subjects/rabbitmq.js'

conform(rabbitmqSubject)
