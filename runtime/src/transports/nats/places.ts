import type { Place, Source } from '../../transport/place.js'
import { nameOf } from './names.js'
import type { Session } from './session.js'
import { channelStream, type Streams, type WantedStream } from './streams.js'

/** What an application without a name is called here. */
const nobody = ''

/** The streams that hold what an application keeps inside it, what it gave up, and what comes again. */
export interface OwnStreams {
  readonly domain: WantedStream
  readonly deadLetters: WantedStream
  readonly redriven: WantedStream
}

export function ownStreams({ subjects, settings }: Session, application = nobody): OwnStreams {
  const prefix = settings.prefix === '' ? [] : [settings.prefix]
  const whose = application === '' ? 'applications without a name' : application
  const stream = (part: string, subject: string, description: string, more?: Partial<WantedStream>): WantedStream => ({
    name: nameOf(...prefix, 'tidings', application, part),
    subjects: [subject],
    description: `${description} ${whose} (Tidings)`,
    ...more,
  })
  const kept = { config: { max_age: 0, max_bytes: -1 }, needsDeleting: true }
  return {
    domain: stream('domain', subjects.domainOf(application), 'Domain events of'),
    deadLetters: stream('dead', `${subjects.own('dead', application)}.*`, 'Dead letters of', kept),
    redriven: stream('redriven', `${subjects.own('redriven', application)}.*`, 'Redriven dead letters of', kept),
  }
}

/** The stream of a place or source; it is there when this resolves. */
export function streamOf(session: Session, streams: Streams, place: Place | Source): Promise<string> {
  const { subjects, settings } = session
  if (place.application !== undefined) {
    const { application } = place
    return streams.holding(subjects.domainOf(application), () => ownStreams(session, application).domain)
  }
  const family = subjects.familyOf(place)
  return streams.holding(family, () => channelStream(settings.prefix, family))
}
