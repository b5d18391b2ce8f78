import { inMemory } from '@tidings/runtime/in-memory'
import type { SubjectKind } from './subject-kind.js'

const inOneProcess = 'There is no broker: it lives in the process of its buses.'

export const inMemorySubject: SubjectKind = {
  title: 'In memory',
  file: 'in-memory',
  isMissing: false,
  note: '',
  async open() {
    const transport = inMemory({ leaseMs: 300 })
    return {
      subject: {
        transport: () => transport,
        inject: transport.inject,
        why: {
          broker: inOneProcess,
          network: inOneProcess,
          refused: inOneProcess,
          foreign: 'No other program reaches the memory of a process; events of others come in by `bus.receive`.',
          checking: 'Nothing is set up, so there is nothing to compare.',
          forget: 'Nobody but its buses reaches its subscriptions.',
        },
      },
      close: async () => {},
    }
  },
}
