import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { addressMatcher, type Place, type SubscriptionPlace, TopologyMismatch } from '@tidings/runtime/transport'
import { ifThere, namesIn, syncFolder, writeWhole } from './files.js'
import { layout, states, tellDeclared } from './layout.js'
import type { DirectorySettings } from './options.js'

/** What stands in a `subscription.json`: whose it is, and which events are for it. */
export interface Declared {
  readonly name: string
  readonly application?: string
  readonly sources: readonly { readonly address: string; readonly application?: string }[]
}

interface Taker {
  readonly folder: string
  readonly takes: (place: Place) => boolean
}

/** The subscriptions of all applications in a directory. */
export class Subscriptions {
  readonly #settings: DirectorySettings
  #known: { readonly when: string; readonly takers: readonly Taker[] } = { when: '', takers: [] }

  constructor(settings: DirectorySettings) {
    this.#settings = settings
  }

  /** Creates what is missing, or tells all that differs. */
  async declare(places: readonly SubscriptionPlace[]): Promise<void> {
    const { path, topology } = this.#settings
    const needed = places.map((place) => ({ folder: layout.subscription(path, place), text: textOf(place) }))
    const there = await Promise.all(needed.map(({ folder }) => readText(folder)))
    const different = needed.filter(({ text }, index) => text !== there[index])
    if (topology === 'check' && different.length > 0) {
      throw new TopologyMismatch(
        places.flatMap((place, index) => differences(place, layout.subscription(path, place), there[index])),
      )
    }
    for (const { folder, text } of different) await make(folder, text, layout.temporary(path))
    await syncFolder(layout.applications(path))
    // Also when nothing differs: whoever made it may be about to tell, or was killed before.
    await tellDeclared(path)
  }

  /** The folders of the subscriptions that take what is carried to a place. Whatever was declared before is among them. */
  async takersOf(place: Place): Promise<readonly string[]> {
    const declared = layout.declared(this.#settings.path)
    let when = await readFile(declared, 'utf8')
    while (when !== this.#known.when) {
      const takers = await this.#read()
      const after = await readFile(declared, 'utf8')
      if (after === when) this.#known = { when, takers }
      when = after
    }
    return this.#known.takers.filter(({ takes }) => takes(place)).map(({ folder }) => folder)
  }

  /** Those of one application. */
  async of(application: string | undefined): Promise<readonly (Declared & { readonly folder: string })[]> {
    const root = layout.application(this.#settings.path, application)
    const names = (await ifThere(namesIn(root))) ?? []
    const found = await Promise.all(names.map((name) => readDeclared(join(root, name))))
    return found.filter((each) => each !== undefined)
  }

  async #read(): Promise<readonly Taker[]> {
    const root = layout.applications(this.#settings.path)
    const takers: Taker[] = []
    for (const application of await namesIn(root)) {
      for (const name of await namesIn(join(root, application))) {
        const declared = await readDeclared(join(root, application, name))
        if (declared !== undefined) takers.push({ folder: declared.folder, takes: placeMatcher(declared) })
      }
    }
    return takers
  }
}

// The same address of two applications, or of one and of none, is two places.
function placeMatcher({ sources }: Declared): (place: Place) => boolean {
  const matchers = sources.map(({ address, application }) => ({ application, takes: addressMatcher(address) }))
  return (place) => matchers.some(({ application, takes }) => application === place.application && takes(place.address))
}

async function make(folder: string, text: string, temporary: string): Promise<void> {
  for (const state of states) await mkdir(join(folder, state), { recursive: true })
  await writeWhole(join(folder, 'subscription.json'), text, temporary)
  await syncFolder(join(folder, '..'))
}

function textOf({ name, application, sources }: SubscriptionPlace): string {
  const taken = sources
    .map((source) => ({ address: source.address, application: source.application }))
    .sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1))
  return `${JSON.stringify({ name, application, sources: taken }, undefined, 2)}\n`
}

function differences(place: SubscriptionPlace, folder: string, there: string | undefined): readonly string[] {
  if (there === undefined) return [`subscription ${place.name} is missing: there is no ${folder}`]
  if (there === textOf(place)) return []
  return [`subscription ${place.name} takes other events than ${join(folder, 'subscription.json')} says`]
}

const readText = (folder: string): Promise<string | undefined> =>
  ifThere(readFile(join(folder, 'subscription.json'), 'utf8'))

async function readDeclared(folder: string): Promise<(Declared & { readonly folder: string }) | undefined> {
  const text = await readText(folder)
  return text === undefined ? undefined : { ...(JSON.parse(text) as Declared), folder }
}
