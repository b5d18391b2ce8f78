import { existsSync } from 'node:fs'
import { access, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { WrongUsage } from '../command-line/wrong-usage.js'

/** The names of a config file, as they are looked for. */
export const configNames = ['ts', 'mts', 'js', 'mjs', 'json', 'yaml', 'yml'].map((ending) => `tidings.config.${ending}`)

/**
 * The config file of a folder: its own, else that of the nearest folder above it, as far as the one that holds
 * the `package.json` of the project.
 */
export async function findConfig(cwd: string): Promise<string | undefined> {
  for (let folder = cwd; ; folder = dirname(folder)) {
    const names = await namesIn(folder)
    const found = configNames.filter((name) => names.includes(name))
    const [first, second] = found
    if (first !== undefined && second !== undefined) {
      throw new WrongUsage(`${folder} holds both ${first} and ${second}; remove one, or choose with --config`)
    }
    if (first !== undefined) return join(folder, first)
    if (names.includes('package.json') || folder === dirname(folder)) return undefined
  }
}

/** Every place where a config, or what ends the search for one, may come to stand and change what is found. */
export function configPlaces(cwd: string): readonly string[] {
  const places: string[] = []
  for (let folder = cwd; ; folder = dirname(folder)) {
    const last = join(folder, 'package.json')
    places.push(...configNames.map((name) => join(folder, name)), last)
    if (existsSync(last) || folder === dirname(folder)) return places
  }
}

const namesIn = (folder: string): Promise<readonly string[]> => readdir(folder).catch(() => [])

/** Whether a file can be read. */
export const isReadable = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  )
