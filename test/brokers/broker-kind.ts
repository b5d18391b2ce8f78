/** How one kind of broker is found on this machine, and run. */
export interface BrokerKind {
  /** As tests and people call it: `postgres`. */
  readonly name: string
  /** The environment variable that holds the address of one that somebody else runs. */
  readonly variable: string
  /** What brings its program onto a Debian or Ubuntu machine: commands that root runs, one after the other. */
  readonly install: readonly string[]
  /** Programs of others that speak with it in tests, brought by the same commands. */
  readonly tools?: readonly string[]
  /** Whether its program is on this machine. */
  isInstalled(): Promise<boolean>
  /** Starts one with nothing in it, its data in `folder`, on a free port. */
  start(folder: string): Promise<RunningBroker>
  /** Takes hold of one that was started before, by another process too; `undefined` when it does not run. */
  find(folder: string): Promise<RunningBroker | undefined>
}

/** One broker of our own, which may be ended as tests please. */
export interface RunningBroker {
  readonly url: string
  /** The harshest end after which it still has what it confirmed; `kill` unless it says otherwise. */
  readonly endures?: 'stop'
  /** In good order; its data stay. */
  stop(): Promise<void>
  /** As by a power cut of its process: SIGKILL. Its data stay. */
  kill(): Promise<void>
  /** Again, at the same address, with its data. */
  start(): Promise<void>
  /** For good: its data go. */
  remove(): Promise<void>
}

/** Ends it as harshly as it endures. */
export const interrupt = (broker: RunningBroker): Promise<void> =>
  broker.endures === 'stop' ? broker.stop() : broker.kill()
