import { processesTest } from './processes-test.js'

processesTest('kafka')
