import { decodingDefect } from './defect-of.js'
import type { Job } from './job.js'

/** Makes the job's event, once; what cannot be made into one gets a defect. */
export function decodeJob(job: Job): void {
  const { route, holding } = job
  if (job.defect !== undefined || job.decoded !== undefined) return
  if (route === undefined || holding.message === undefined) return
  try {
    job.decoded = route.decode(holding.message)
  } catch (error) {
    job.defect = decodingDefect(error)
  }
}

/** The key of the job's lane. Decodes the message only where it does not tell the key itself. */
export function laneOf(job: Job): string | undefined {
  const { key, message } = job.holding
  const given = key ?? message?.attributes['partitionkey']
  if (given !== undefined) return String(given)
  decodeJob(job)
  return job.decoded && job.route?.keyOf(job.decoded)
}
