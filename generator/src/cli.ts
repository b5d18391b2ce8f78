import { run } from './command-line/run.js'

/** Each stream is opened when it is first written to, since most runs need but one. */
const streams = new Map<'stdout' | 'stderr', NodeJS.WriteStream>()

function stream(name: 'stdout' | 'stderr'): NodeJS.WriteStream {
  const known = streams.get(name)
  if (known !== undefined) return known
  const opened = process[name]
  streams.set(name, opened)
  return opened.on('error', (error: NodeJS.ErrnoException) => {
    // Whoever reads us may have had enough (`tidings model | head`).
    if (error.code === 'EPIPE') process.exit()
    throw error
  })
}

// Not `process.exit`, which would cut off what a pipe has not taken yet.
process.exitCode = await run(process.argv.slice(2), {
  cwd: process.cwd(),
  env: process.env,
  get stdout() {
    return stream('stdout')
  },
  get stderr() {
    return stream('stderr')
  },
  get ask() {
    return process.stdin.isTTY && process.stderr.isTTY ? ask : undefined
  },
  stdin: () => process.stdin,
  onInterrupt(listener) {
    const signals = ['SIGINT', 'SIGTERM'] as const
    for (const signal of signals) process.once(signal, listener)
    return () => {
      for (const signal of signals) process.off(signal, listener)
    }
  },
})

async function ask(question: string): Promise<string> {
  const { askAt } = await import('./command-line/ask-at.js')
  return await askAt(process.stdin, process.stderr)(question)
}
