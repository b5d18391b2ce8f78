import type { Features } from '../transport/features.js'
import type { Check } from './check.js'
import { watchRejections } from './rejections.js'
import { openStage } from './stage.js'
import type { Means, Subject } from './subject.js'

/** How a check ended that did not fail. */
export type CheckOutcome =
  | { readonly result: 'proved' }
  /** The transport does not claim it, and refuses when asked. */
  | { readonly result: 'refused'; readonly reason: string }
  /** The transport does not claim it, and nobody can ask for it. */
  | { readonly result: 'not claimed'; readonly reason: string }

/**
 * Runs one check against a transport. Rejects when the check fails, when it takes longer than the subject's
 * limit, or when a rejection was left unhandled meanwhile. Leaves nothing behind but what the transport itself
 * keeps under names that no other check uses.
 */
export async function runCheck(check: Check, subject: Subject): Promise<CheckOutcome> {
  const stage = openStage(check, subject)
  const unhandled = watchRejections()
  try {
    const { features } = stage
    const missing = check.needs?.find(
      (need) => !isClaimed(isMeans(need) ? subject[need] !== undefined : features[need]),
    )
    if (missing === undefined) await stage.limited(check.prove(stage))
    else if (check.otherwise !== undefined) await stage.limited(check.otherwise(stage))
    await stage.close()
    // Node tells of them a turn later.
    await new Promise((resolve) => setImmediate(resolve))
    if (unhandled.seen.length > 0) throw new Error('a rejection was left unhandled', { cause: unhandled.seen[0] })
    if (missing === undefined) return { result: 'proved' }
    const reason = whyNot(missing, features, subject) ?? `its features say that it has no '${missing}'`
    return { result: check.otherwise === undefined ? 'not claimed' : 'refused', reason }
  } finally {
    unhandled.stop()
    // What failed before is told, not that it cannot be closed either.
    await stage.close().catch(() => {})
  }
}

function whyNot(missing: Need, { why }: Features, subject: Subject): string | undefined {
  if (isMeans(missing)) return subject.why?.[missing] ?? whyNotGiven[missing]
  return missing === 'maxPayload' ? 'nothing limits a message' : why?.[missing]
}

type Need = NonNullable<Check['needs']>[number]

const whyNotGiven: Readonly<Record<Means, string>> = {
  inject: 'its subject cannot write what is no CloudEvent',
  broker: 'its subject gives no broker that can be stopped',
  network: 'its subject gives no network that can be spoilt',
  foreign: 'its subject gives no foreign program',
  checking: 'its subject gives no transport that only compares',
  refused: 'its subject gives no transport that cannot connect',
  forget: 'its subject cannot remove a subscription at the broker',
}

const isMeans = (need: Need): need is Means => Object.hasOwn(whyNotGiven, need)

const isClaimed = (claim: unknown): boolean =>
  Array.isArray(claim) ? claim.length > 0 : claim === true || typeof claim === 'number'
