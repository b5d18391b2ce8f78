import { processesTest } from './processes-test.js'

processesTest('redis')
