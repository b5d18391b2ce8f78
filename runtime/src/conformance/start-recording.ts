import type { SubscribeOptions } from '../bus/subscribe-options.js'
import { recorder } from './recorder.js'
import type { Stage } from './stage.js'

/** A started bus with one subscription, `s`, which handles at once whatever it is given. */
export async function startRecording(stage: Stage, options: SubscribeOptions = {}) {
  const seen = recorder()
  const bus = stage.bus()
  bus.subscribe(stage.name('s'), stage.events.Noted, seen.handler, options)
  await bus.start()
  return { bus, seen }
}
