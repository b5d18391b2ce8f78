import { brokers } from './brokers.js'

/** Says before the tests which brokers are not there. */
export default function setup(): void {
  for (const [name, { note }] of Object.entries(brokers)) if (note !== '') console.error(`${name}${note}`)
}
