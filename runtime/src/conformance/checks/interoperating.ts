import type { CloudEventObject } from '../../cloudevents/cloud-event.js'
import { toCloudEvent } from '../../cloudevents/to-cloud-event.js'
import { defineCheck } from '../check.js'
import { holds, same } from '../expect.js'
import type { Stage } from '../stage.js'
import { startRecording } from '../start-recording.js'

const text = 'crème brûlée שלום 👩‍🍳 50 % "quoted"'

/** Events that programs read and write which never heard of Tidings. */
export const interoperating = [
  defineCheck({
    number: 55,
    title: 'an event in any form that its wire knows is the same event',
    needs: ['foreign'],
    async prove(stage) {
      const { seen } = await startRecording(stage)
      const { forms, write } = stage.foreign()
      for (const form of forms) await write({ address: stage.address }, foreignEvent(stage, form), form)
      await stage.until(() => seen.distinct() > 0 && seen.completed().length >= forms.length, 'each form was handled')
      const plain = seen.events().map((event) => ({ ...JSON.parse(JSON.stringify(event)), id: 'any' }))
      for (const each of plain) same(each, plain[0], 'what the forms gave')
    },
  }),

  defineCheck({
    number: 57,
    title: 'a foreign program reads what is published, and what it writes is handled',
    needs: ['foreign'],
    async prove(stage) {
      const { Noted } = stage.events
      const { bus, seen } = await startRecording(stage)
      const event = new Noted({ key: 'a', number: 1, text }, { source: 'conformance', subject: text })
      await bus.publish(event)
      const { forms, read, write } = stage.foreign()
      let found: CloudEventObject | undefined
      await stage.until(async () => {
        found = (await read({ address: stage.address })).find(({ id }) => id === event.id)
        return found !== undefined
      }, 'the foreign program found the event')
      const { id, source, type, subject, data } = toCloudEvent(event)
      same(pick(found), { id, source, type, subject, data }, 'what the foreign program read')

      const [form] = forms
      holds(form !== undefined, 'the wire has a form')
      const written = foreignEvent(stage, form)
      await write({ address: stage.address }, written, form)
      await stage.until(() => seen.completed().includes(7), 'what the foreign program wrote was handled')
      const handled = seen.events().find(({ id: each }) => each === written.id)
      same(pick(toCloudEvent(handled as typeof event)), pick(written), 'what was handled')
    },
  }),
]

const foreignEvent = (stage: Stage, id: string): CloudEventObject => ({
  specversion: '1.0',
  id,
  source: 'elsewhere/program',
  type: stage.events.Noted.type,
  subject: text,
  time: '2026-03-14T18:30:00Z',
  datacontenttype: 'application/json',
  tenant: 'west 100%',
  data: { key: 'a', number: 7, text },
})

const pick = ({ id, source, type, subject, data }: Partial<CloudEventObject> = {}) => ({
  id,
  source,
  type,
  subject,
  data,
})
