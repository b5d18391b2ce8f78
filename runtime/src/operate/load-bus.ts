import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Bus } from '../bus/bus.js'
import { describeError } from '../delivery/describe-error.js'
import type { DeadLetters } from '../transport/dead-letter.js'
import { WrongUsage } from './terminal.js'

/** What a bus file holds. */
export interface BusFile {
  readonly bus: Bus
  readonly relay: RunningRelay | undefined
}

/** What is needed of a relay, whichever database it reads. */
export interface RunningRelay {
  start(): Promise<void>
  close(): Promise<void>
  readonly deadLetters: DeadLetters
}

/** Throws `WrongUsage` where the file cannot be loaded or holds no bus. */
export async function loadBus(file: string, cwd: string): Promise<BusFile> {
  const module = await load(file, cwd)
  const { default: bus, relay } = module as { default?: Bus; relay?: RunningRelay }
  if (typeof bus?.deadLetters !== 'object' || typeof bus.close !== 'function') {
    throw new WrongUsage(`${file} has no bus as its default export; expected export default createBus({ ... })`)
  }
  if ((await bus.health()).state !== 'new') {
    throw new WrongUsage(`${file} starts its bus; expected one that is not started, so that it handles nothing here`)
  }
  return { bus, relay: typeof relay?.start === 'function' ? relay : undefined }
}

async function load(file: string, cwd: string): Promise<unknown> {
  try {
    return await import(pathToFileURL(resolve(cwd, file)).href)
  } catch (error) {
    const { code } = Object(error) as { readonly code?: unknown }
    const mend =
      code === 'ERR_UNKNOWN_FILE_EXTENSION'
        ? '; Node 20 reads no TypeScript by itself: give the built file, or run node --import tsx'
        : ''
    throw new WrongUsage(`${file} cannot be loaded: ${describeError(error).message}${mend}`)
  }
}
