import { conform } from './conform.js'
import { inMemorySubject } from './subjects/in-memory.js'

conform(inMemorySubject)
