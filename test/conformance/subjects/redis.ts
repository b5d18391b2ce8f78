import { type RedisOptions, redis } from '@tidings/runtime/redis'
import { brokers } from '../../brokers/brokers.js'
import { freePort } from '../../brokers/free-port.js'
import { privateBroker, spoiltNetwork } from './means.js'
import { openRawRedis, redisPrograms } from './redis-programs.js'
import { type SubjectKind, volume } from './subject-kind.js'

const options = { leaseMs: 2_000, publishTimeoutMs: 3_000, requestTimeoutMs: 1_500 } satisfies RedisOptions

export const redisSubject: SubjectKind = {
  title: 'Redis Streams',
  file: 'redis',
  isMissing: brokers.redis.isMissing,
  note: brokers.redis.note,
  async open() {
    const prefix = `conformance-${process.pid}:`
    const { url } = brokers.redis
    const to = (server: string) => () => redis({ ...options, url: server, prefix })
    const client = await openRawRedis(url)
    const own = privateBroker(brokers.redis, to)
    const nobody = `redis://127.0.0.1:${await freePort()}`
    const stranger = new URL(url)
    stranger.username = 'nobody'
    stranger.password = 'wrong'
    return {
      subject: {
        transport: to(url),
        ...redisPrograms(client, prefix),
        checking: () => redis({ ...options, url, prefix, topology: 'check' }),
        refused: [to(nobody), to(stranger.href)],
        network: spoiltNetwork(url, to),
        broker: own.open,
        limitMs: 60_000,
        volume,
      },
      async close() {
        await own.close()
        const keys = await client.keys(`${prefix}*`)
        if (keys.length > 0) await client.del(keys)
        await client.close()
      },
    }
  },
}
