import { conform } from './conform.js'
import { redisSubject } from './subjects/redis.js'

conform(redisSubject)
