import { processesTest } from './processes-test.js'

processesTest('postgres')
