import { conform } from './conform.js'
import { postgresSubject } from './subjects/postgres.js'

conform(postgresSubject)
