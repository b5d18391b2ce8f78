import type { OwnBroker, OwnNetwork } from '@tidings/runtime/conformance'
import type { Transport } from '@tidings/runtime/transport'
import { type Broker, interrupt, type RunningBroker } from '../../brokers/brokers.js'
import { startProxyTo } from '../../brokers/tcp-proxy.js'

type TransportTo = (url: string) => () => Transport

/** A broker that checks may stop, one after the other: started when the first asks for it. */
export function privateBroker({ startPrivate }: Pick<Broker, 'startPrivate'>, to: TransportTo) {
  let started: Promise<RunningBroker> | undefined
  return {
    async open(): Promise<OwnBroker> {
      started ??= startPrivate()
      const running = await started
      return {
        transport: to(running.url),
        stop: () => interrupt(running),
        start: () => running.start(),
        close: async () => {},
      }
    },
    close: async () => (await started)?.remove(),
  }
}

export const spoiltNetwork = (url: string, to: TransportTo) => async (): Promise<OwnNetwork> => {
  const proxy = await startProxyTo(url)
  return {
    transport: to(proxy.url),
    cut: () => proxy.shut(),
    silence: () => proxy.silence(),
    close: () => proxy.close(),
  }
}
