import { conform } from './conform.js'
import { mqttSubject } from './subjects/mqtt.js'

conform(mqttSubject)
