import { processesTest } from './processes-test.js'

processesTest('rabbitmq')
