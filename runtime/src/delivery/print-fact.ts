import { printError } from './describe-error.js'
import type { DeadLettered, Failed } from './facts.js'

/** A failure in a line for people; what was thrown may take more of them. */
export function printFailure({ delivery, error, retryInMs }: Failed): string {
  return `${sayFailure({ delivery, retryInMs })}: ${printError(error)}`
}

/** Likewise, without what was thrown. */
export function sayFailure({
  delivery,
  retryInMs,
}: Pick<Failed, 'delivery'> & { retryInMs: number | undefined }): string {
  const { type, id } = delivery.event
  const next = retryInMs === undefined ? 'is not tried again' : `is tried again in ${Math.round(retryInMs)} ms`
  return `${delivery.subscription} failed on ${type} ${id} and ${next}`
}

export function printDeadLetter(fact: DeadLettered): string {
  return `${sayDeadLetter(fact)}: ${printError(fact.error)}`
}

export function sayDeadLetter({ subscription, holding, details }: DeadLettered): string {
  const what =
    holding.message === undefined ? 'a message' : `${holding.message.attributes.type} ${holding.message.attributes.id}`
  const { reason, attempts } = details
  return `${subscription} has a dead letter: ${what} (${reason}, attempts: ${attempts})`
}
