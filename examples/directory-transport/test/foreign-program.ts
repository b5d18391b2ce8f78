import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ForeignProgram } from '@tidings/runtime/conformance'
import type { Place, Wire } from '@tidings/runtime/transport'

type CloudEvent = Parameters<ForeignProgram['write']>[1]

/**
 * What a program does that never heard of Tidings: a folder of its own receives everything, and what it writes it puts
 * into the folders of whoever takes that address.
 */
export async function foreignProgram(
  root: string,
): Promise<ForeignProgram & { inject(place: Place, wire: Wire): Promise<void> }> {
  const own = join(root, 'applications/foreign/everything')
  await mkdir(join(own, 'new'), { recursive: true })
  await writeFile(
    join(own, 'subscription.json'),
    JSON.stringify({ name: 'everything', sources: [{ address: '{any}' }] }),
  )
  await mkdir(join(root, 'tmp'), { recursive: true })
  await writeFile(join(root, 'declared'), 'by a foreign program')

  async function put(place: Place, text: string): Promise<void> {
    for (const folder of await foldersTaking(root, place.address)) {
      const name = `from-elsewhere-${Math.random()}`
      await writeFile(join(folder, 'new', `.${name}`), text)
      await rename(join(folder, 'new', `.${name}`), join(folder, 'new', name))
    }
  }

  return {
    forms: ['binary', 'structured'],
    write: (place, event, form) => put(place, form === 'binary' ? binary(event) : structured(event)),
    async read({ address }) {
      const names = await readdir(join(own, 'new'))
      const texts = await Promise.all(names.map((name) => readFile(join(own, 'new', name), 'utf8')))
      return texts.filter((text) => text.includes(`tidings-address: ${address}\n`)).map(parse)
    },
    inject: (place, { headers, body = '' }) => put(place, `${headerLines(headers)}\n${Buffer.from(body)}`),
  }
}

async function foldersTaking(root: string, address: string): Promise<string[]> {
  const found = await readdir(join(root, 'applications'), { recursive: true })
  const folders: string[] = []
  for (const file of found.filter((each) => each.endsWith('subscription.json'))) {
    const { sources } = JSON.parse(await readFile(join(root, 'applications', file), 'utf8'))
    const takes = sources.some((source: { address: string }) => source.address === address)
    if (takes) folders.push(join(root, 'applications', file, '..'))
  }
  return folders
}

function binary({ data, specversion, datacontenttype = '', ...attributes }: CloudEvent): string {
  const headers = Object.entries({ specversion, ...attributes }).map(([name, value]) => [
    `CE-${name}`,
    encodeURIComponent(String(value)),
  ])
  const lines = headerLines(Object.fromEntries([...headers, ['Content-Type', datacontenttype]]))
  return `${lines}\n${JSON.stringify(data)}`
}

const structured = (event: CloudEvent): string => JSON.stringify(event)

const headerLines = (headers: Readonly<Record<string, string>>): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('')

function parse(text: string): CloudEvent {
  const [head = '', body] = text.split('\n\n')
  if (head.includes('application/cloudevents+json')) return JSON.parse(body ?? '')
  const attributes = [...head.matchAll(/^ce-(.*): (.*)$/gm)].map(([, name, value = '']) => [
    name,
    decodeURIComponent(value),
  ])
  return { ...Object.fromEntries(attributes), ...(body !== undefined && { data: JSON.parse(body) }) }
}
