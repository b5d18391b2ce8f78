import { type Contract, type ContractEvent, type Origin, referenceIn } from '@tidings/contract'
import { type Names, nameContract } from '../naming/names.js'
import { OutputFolder, type OutputFolderOptions } from '../output/output.js'
import { referencesOf } from '../validator/closed-schemas.js'
import type { Note } from './note.js'
import type { Template } from './template.js'

/** Lets whoever renders one contract again and again, as with `--watch`, do only what has changed. */
export interface RenderMemory {
  /** The rendering before; nothing at first. */
  before?: Rendering
}

/** What the templates that print modules of events made of a contract. */
interface Rendering {
  readonly shared: string
  /** What each event says, by its id. */
  readonly said: ReadonlyMap<string, string>
  readonly events: readonly ContractEvent[]
  readonly names: Names
  readonly templates: ReadonlyMap<string, RenderedTemplate>
}

interface RenderedTemplate {
  /** Text by path. */
  readonly files: ReadonlyMap<string, string>
  readonly notes: readonly Note[]
}

export interface Rerendering {
  readonly names: Names
  /** Renders a template whose modules show nothing but their event, its other versions, and what all events share. */
  render(template: Template): Promise<RenderedTemplate>
  /** Renders a template that shows nothing but what all events share, their names among it. */
  renderShared(template: Template): Promise<RenderedTemplate>
  /** Called when all has gone well. */
  keep(): void
}

export function rerender(
  memory: RenderMemory,
  contract: Contract,
  options: OutputFolderOptions,
  source: string,
): Rerendering {
  const shared = sharedIn(contract, [options.importExtension, source])
  const before = memory.before?.shared === shared ? memory.before : undefined
  const names = before?.names ?? nameContract(contract)
  const said = new Map(contract.events.map((event) => [event.id, saidBy(event)]))
  const changed = new Set(
    contract.events.filter(({ id }) => before?.said.get(id) !== said.get(id)).map(({ name }) => name),
  )
  const isChanged = ({ name }: ContractEvent) => changed.has(name)
  const anew = contract.events.filter(isChanged)
  const templates = new Map<string, RenderedTemplate>()

  async function renderApart(template: Template, some: readonly ContractEvent[]): Promise<RenderedTemplate> {
    const folder = new OutputFolder(options)
    const notes: Note[] = []
    const note = (said: Note) => void notes.push(said)
    await template.render({ names, contract: { ...contract, events: some }, note }, folder.for(template.name))
    return { files: folder.print(), notes }
  }

  /** As if all was rendered; nothing where that cannot be known from a part. */
  async function renderPart(template: Template, { events }: Rendering): Promise<RenderedTemplate | undefined> {
    const known = before?.templates.get(template.name)
    if (known === undefined) return undefined
    const [part, past] = [await renderApart(template, anew), await renderApart(template, events.filter(isChanged))]
    // what they led to may be led to by others still
    if ([...past.files.keys()].some((path) => !part.files.has(path))) return undefined
    const notes = mergeNotes(known.notes, part.notes, anew, contract)
    return notes && { files: new Map([...known.files, ...part.files]), notes }
  }

  return {
    names,
    async renderShared(template) {
      const rendered = before?.templates.get(template.name) ?? (await renderApart(template, contract.events))
      templates.set(template.name, rendered)
      return rendered
    },
    async render(template) {
      const part = before && (await renderPart(template, before))
      const rendered = part ?? (await renderApart(template, contract.events))
      templates.set(template.name, rendered)
      return rendered
    },
    keep() {
      memory.before = { shared, said, events: contract.events, names, templates }
    },
  }
}

/** All that may show in the module of an event beside what the event says. Lines and columns show nowhere. */
function sharedIn({ events, channels, operations, servers, schemas, ...rest }: Contract, more: unknown): string {
  const shapes = events.map(({ payload, headers, examples, description, ...event }) => [
    withoutPlace(event),
    // what a payload that is nothing but a reference is called hangs on that, and on all which modules there are
    ...[payload, headers].map((schema) => schema !== undefined && [referenceIn(schema), ...referencesOf(schema)]),
  ])
  const things = [channels, operations, servers, schemas].map((some) => some.map((thing) => withoutPlace(thing)))
  return JSON.stringify([more, rest, shapes, things])
}

const saidBy = ({ examples, ...event }: ContractEvent): string =>
  JSON.stringify([withoutPlace(event), examples.map((example) => withoutPlace(example))])

function withoutPlace<Thing extends { readonly origin: ContractEvent['origin'] }>(thing: Thing): Thing {
  const { file, pointer } = thing.origin
  return { ...thing, origin: { file, pointer } }
}

/**
 * The notes of a template as they would stand if it had rendered everything: those of the events that it has rendered
 * anew in the place of their old ones. Nothing where an event that had none has some, since their place is not known.
 */
function mergeNotes(
  before: readonly Note[],
  fresh: readonly Note[],
  rendered: readonly ContractEvent[],
  { events, schemas }: Contract,
): readonly Note[] | undefined {
  const eventOrigins = new Map(events.map(({ id, origin }) => [id, origin]))
  const schemaOrigins = new Map(schemas.map(({ name, origin }) => [name, origin]))
  const due = new Map<string, Note[]>(rendered.map(({ id }) => [id, []]))
  for (const note of fresh) if (note.event !== undefined) due.get(note.event)?.push(note)
  const isPlaced = new Set<string>()
  const merged = before.flatMap((note): readonly Note[] => {
    const { event = '', schema = '' } = note
    const notes = due.get(event)
    if (notes === undefined) {
      const origin = eventOrigins.get(event) ?? schemaOrigins.get(schema)
      return [note.origin !== undefined && origin !== undefined ? placedAt(note, note.origin, origin) : note]
    }
    if (isPlaced.has(event)) return []
    isPlaced.add(event)
    return notes
  })
  const hasPlace = [...due].every(([event, notes]) => notes.length === 0 || isPlaced.has(event))
  return hasPlace ? merged : undefined
}

const placedAt = (note: Note, { line, column }: Origin, now: Origin): Note =>
  line === now.line && column === now.column ? note : { ...note, origin: now }
