import { createServer, connect as dial, type Socket } from 'node:net'
import type { BrokerAddress } from '@tidings/runtime/kafka'

/** A request of Kafka's, by its number in the protocol. */
export const requests = { produce: 0, metadata: 3, offsetCommit: 8, endTxn: 26, heartbeat: 68 } as const

export interface Fault {
  readonly request: number
  /** Whether the broker gets it all the same, and its answer is kept from the client. */
  readonly isDone: boolean
  /** What the client hears in its place: all that follows an answer's header. */
  readonly answer: (brokersAnswer: Buffer) => Buffer | Promise<Buffer>
}

/** Stands before a broker, and understands enough of Kafka to answer in its place. */
export interface KafkaProxy {
  readonly options: { readonly brokers: string; readonly reach: () => BrokerAddress }
  /** How many requests of this kind came by. */
  count(request: number): number
  /** Does so to the next request of its kind; resolves when it has. */
  once(fault: Fault): Promise<void>
  /** Does so to every request of its kind, until what is answered is called. */
  always(fault: Fault): () => void
  close(): Promise<void>
}

export async function startKafkaProxy(brokerUrl: string): Promise<KafkaProxy> {
  const { hostname, port: brokerPort } = new URL(brokerUrl)
  const sockets = new Set<Socket>()
  const counts = new Map<number, number>()
  const faults: { readonly fault: Fault; readonly happened?: () => void }[] = []

  const server = createServer((client) => {
    const broker = dial(Number(brokerPort), hostname)
    /** By correlation id, what is to be said in place of the broker's answer. */
    const instead = new Map<number, Fault['answer']>()
    const end = () => [client, broker].forEach((socket) => void socket.destroy())
    for (const socket of [client, broker]) {
      sockets.add(socket)
      socket.setNoDelay(true).on('error', end).on('close', end)
    }
    const say = async (correlation: number, answer: Fault['answer'], brokersAnswer: Buffer) => {
      const body = await answer(brokersAnswer)
      client.write(answerOf(correlation, body))
    }
    eachFrame(client, (frame) => {
      const request = frame.readInt16BE(4)
      counts.set(request, (counts.get(request) ?? 0) + 1)
      const found = faults.find(({ fault }) => fault.request === request)
      if (found?.happened !== undefined) {
        faults.splice(faults.indexOf(found), 1)
        found.happened()
      }
      const correlation = frame.readInt32BE(8)
      if (found?.fault.isDone) instead.set(correlation, found.fault.answer)
      if (found === undefined || found.fault.isDone) broker.write(frame)
      else void say(correlation, found.fault.answer, Buffer.alloc(0))
    })
    eachFrame(broker, (frame) => {
      const correlation = frame.readInt32BE(4)
      const answer = instead.get(correlation)
      instead.delete(correlation)
      if (answer === undefined) client.write(frame)
      else void say(correlation, answer, frame.subarray(headerLength))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the system gave no port')
  const own = { host: '127.0.0.1', port: address.port }
  return {
    options: { brokers: `${own.host}:${own.port}`, reach: () => own },
    count: (request) => counts.get(request) ?? 0,
    once: (fault) => new Promise((happened) => faults.push({ fault, happened })),
    always(fault) {
      const standing = { fault }
      faults.push(standing)
      return () => void faults.splice(faults.indexOf(standing), 1)
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Its length, the correlation id, and no tagged fields. */
const headerLength = 9

function answerOf(correlation: number, body: Buffer): Buffer {
  const header = Buffer.alloc(headerLength)
  header.writeInt32BE(headerLength - 4 + body.length)
  header.writeInt32BE(correlation, 4)
  return Buffer.concat([header, body])
}

/** Each with its length before it. */
function eachFrame(socket: Socket, take: (frame: Buffer) => void): void {
  let rest = Buffer.alloc(0)
  socket.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk])
    while (rest.length >= 4 && rest.length >= 4 + rest.readInt32BE()) {
      const length = 4 + rest.readInt32BE()
      take(rest.subarray(0, length))
      rest = rest.subarray(length)
    }
  })
}
