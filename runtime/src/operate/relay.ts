import { loadBus } from './load-bus.js'
import type { OperateOptions } from './parse.js'
import { type Terminal, WrongUsage } from './terminal.js'

/** Until the process is told to end. */
export async function runRelay({ bus: file }: OperateOptions, terminal: Terminal): Promise<void> {
  const { bus, relay } = await loadBus(file, terminal.cwd)
  if (relay === undefined) {
    throw new WrongUsage(`${file} exports no relay; expected export const relay = createRelay({ bus, ... })`)
  }
  const told = untilTold()
  try {
    await relay.start()
    terminal.err('tidings: relaying; Ctrl-C ends\n')
    await told
  } finally {
    await relay.close()
    await bus.close()
  }
}

function untilTold(): Promise<void> {
  return new Promise((resolve) => {
    // Nothing else need keep the process alive.
    const alive = setInterval(() => {}, 2 ** 30)
    const end = () => {
      clearInterval(alive)
      process.off('SIGINT', end)
      process.off('SIGTERM', end)
      resolve()
    }
    process.on('SIGINT', end)
    process.on('SIGTERM', end)
  })
}
