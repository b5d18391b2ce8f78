import { conform } from './conform.js'
import { pgliteSubject } from './subjects/pglite.js'

conform(pgliteSubject)
