import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DeadLetter, DeadLetterDetails, DeadLetterFilter, DeadLetters } from '@tidings/runtime/transport'
import { type FileState, fileName, readFileName } from './file-name.js'
import { ifThere, moved, namesIn, removed, syncFolder, writeWhole } from './files.js'
import { layout } from './layout.js'
import { readMessage } from './message-file.js'
import type { DirectorySettings } from './options.js'
import type { Declared, Subscriptions } from './subscriptions.js'

const suffix = '.why.json'
const isLetter = (name: string) => !name.endsWith(suffix)

export interface Burial {
  /** The subscription's. */
  readonly folder: string
  /** Where the message is. */
  readonly held: string
  readonly file: FileState
  readonly details: DeadLetterDetails
  readonly temporary: string
}

/** Why it was given up is on disk before the message goes there; `false` when it was lost. */
export async function bury({ folder, held, file, details, temporary }: Burial): Promise<boolean> {
  const grave = join(folder, 'dead', fileName(file))
  await writeWhole(grave + suffix, `${JSON.stringify(details, undefined, 2)}\n`, temporary)
  if (await moved(held, grave)) {
    await syncFolder(join(folder, 'dead'))
    return true
  }
  await removed(grave + suffix)
  return false
}

/** The dead letters of one application, in the folders `dead` of its subscriptions. */
export class DirectoryDeadLetters implements DeadLetters {
  readonly #settings: DirectorySettings
  readonly #subscriptions: Subscriptions
  readonly #application: string | undefined

  constructor(settings: DirectorySettings, subscriptions: Subscriptions, application: string | undefined) {
    this.#settings = settings
    this.#subscriptions = subscriptions
    this.#application = application
  }

  async *list({ subscription, type }: DeadLetterFilter, signal?: AbortSignal): AsyncIterable<DeadLetter> {
    const asked = (await this.#subscriptions.of(this.#application)).filter(
      ({ name }) => subscription === undefined || name === subscription,
    )
    const found = await Promise.all(
      asked.map(async (declared) => (await lettersIn(declared.folder)).map((id) => ({ id, declared }))),
    )
    for (const { id, declared } of found.flat().sort((one, other) => since(one.id) - since(other.id))) {
      signal?.throwIfAborted()
      const letter = await read(declared, id)
      if (letter !== undefined && (type === undefined || letter.message?.attributes.type === type)) yield letter
    }
  }

  /** Whoever renames it first does it. */
  async redrive(subscription: string, id: string): Promise<boolean> {
    const folder = this.#folderOf(subscription)
    if (!(await lettersIn(folder)).includes(id)) return false
    const { position, redrives } = readFileName(id)
    const again = fileName({ position, deliveries: 0, redrives: redrives + 1, at: 0 })
    if (!(await moved(join(folder, 'dead', id), join(folder, 'new', again)))) return false
    await removed(join(folder, 'dead', id + suffix))
    return true
  }

  async discard(subscription: string, id: string): Promise<boolean> {
    const folder = this.#folderOf(subscription)
    // An id comes from outside, and must not name a file elsewhere.
    if (!(await lettersIn(folder)).includes(id)) return false
    if (!(await removed(join(folder, 'dead', id)))) return false
    await removed(join(folder, 'dead', id + suffix))
    return true
  }

  async count(): Promise<number> {
    const all = await this.#subscriptions.of(this.#application)
    const counts = await Promise.all(all.map(async ({ folder }) => (await lettersIn(folder)).length))
    return counts.reduce((sum, count) => sum + count, 0)
  }

  #folderOf(name: string): string {
    const application = this.#application
    return layout.subscription(this.#settings.path, { name, ...(application !== undefined && { application }) })
  }
}

const since = (id: string) => readFileName(id).at

const lettersIn = async (folder: string): Promise<readonly string[]> =>
  ((await ifThere(namesIn(join(folder, 'dead')))) ?? []).filter(isLetter)

/** `undefined` when it is no longer there. */
async function read({ folder, name, sources }: Declared & { folder: string }, id: string) {
  const file = join(folder, 'dead', id)
  const bytes = await ifThere(readFile(file))
  if (bytes === undefined) return undefined
  const { place, message, wire, key } = readMessage(bytes, sources[0] ?? { address: '' })
  const letter: DeadLetter = {
    ...(await detailsIn(file + suffix, since(id))),
    id,
    subscription: name,
    place,
    ...(key !== undefined && { key }),
    ...(message === undefined ? wire && { wire } : { message }),
    redrives: readFileName(id).redrives,
  }
  return letter
}

/** One whose reasons cannot be read must not hide the others. */
const detailsIn = (file: string, parkedAtMs: number): Promise<DeadLetterDetails> =>
  readFile(file, 'utf8')
    .then(JSON.parse)
    .catch((error: Error) => ({
      reason: 'not-retryable',
      error: { name: error.name, message: `why it was given up cannot be read: ${error.message}` },
      attempts: 0,
      parkedAt: new Date(parkedAtMs).toISOString(),
    }))
