import { proveTest } from './prove-test.js'

proveTest('postgres')
