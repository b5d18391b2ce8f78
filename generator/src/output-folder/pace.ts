import { setImmediate as turn } from 'node:timers/promises'

/** So long others may wait, such as the timer by which we show that we live. */
const mostMs = 50

/** For work that does not wait for anything: called between its steps, lets others have their turn now and then. */
export function createPace(): () => Promise<void> | undefined {
  let since = performance.now()
  return () => {
    if (performance.now() - since < mostMs) return undefined
    return turn().then(() => {
      since = performance.now()
    })
  }
}
