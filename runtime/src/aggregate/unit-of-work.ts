import { DispatchFailed } from '../error/dispatch-failed.js'
import type { AnyEvent } from '../event/any-event.js'
import type { Publishing } from '../event/publishing.js'
import { createRetryScope } from '../event/scope.js'
import type { AggregateRoot, RaisedEvent } from './aggregate-root.js'
import type { Outbox, RecordedEvent } from './outbox.js'
import { warnOfOwnAggregate } from './own-aggregate.js'
import type { Repository } from './repository.js'

export interface UnitOfWorkOptions<Transaction> {
  /** Where events go after the commit. */
  readonly bus: Publishing
  /**
   * How to run something in a transaction of your own: commits when it resolves, undoes and rejects when it
   * rejects. It may run it several times. None unless given; repositories then get `undefined`.
   */
  readonly transaction?: <T>(run: (transaction: Transaction) => Promise<T>) => Promise<T>
  /** Records events in the transaction instead; its relay publishes them. */
  readonly outbox?: Outbox<Transaction>
}

/** What happens inside one run. */
export interface Work<Transaction> {
  readonly transaction: Transaction
  /** Saves an aggregate; what it raised until now is dispatched after the commit. */
  save<A extends AggregateRoot>(repository: Repository<A, Transaction>, aggregate: A): Promise<void>
}

/**
 * Saves aggregates in one transaction, then dispatches what they raised, in the order in which it was raised.
 *
 * ```ts
 * const unitOfWork = new UnitOfWork({ bus })
 * await unitOfWork.run((work) => work.save(orders, order))
 * ```
 */
export class UnitOfWork<Transaction = undefined> {
  readonly #options: UnitOfWorkOptions<Transaction>

  constructor(options: UnitOfWorkOptions<Transaction>) {
    this.#options = { ...options }
  }

  /**
   * Runs `work` and commits. When that fails nothing is dispatched, the aggregates keep their events, and the
   * error is thrown as it is. When only the dispatch fails it throws `DispatchFailed`: all is saved, what was not
   * published is kept, and the error's `dispatch()` tries again.
   */
  async run<T>(work: (work: Work<Transaction>) => T | Promise<T>): Promise<T> {
    const { bus, outbox } = this.#options
    const scope = createRetryScope()
    let saved: Saved = new Map()
    const attempt = (transaction: Transaction) =>
      scope.run(async () => {
        // Whatever an earlier attempt saved was undone.
        saved = new Map()
        const unit = createWork(transaction, saved)
        const result = await work(unit.work)
        await unit.end()
        if (outbox !== undefined) await outbox.record(recorded(saved), transaction)
        return result
      })
    let result: T
    try {
      result = await this.#transact(attempt)
    } catch (error) {
      scope.giveUp()
      throw error
    }
    if (outbox === undefined) await dispatch(bus, saved)
    else for (const [aggregate, raised] of saved) aggregate.clear(raised)
    return result
  }

  #transact<T>(attempt: (transaction: Transaction) => Promise<T>): Promise<T> {
    const { transaction } = this.#options
    // Without `transaction` the type parameter is `undefined`, unless somebody insists.
    return transaction === undefined ? attempt(undefined as Transaction) : transaction(attempt)
  }
}

/** The work of one attempt. It ends after all of its saves, also those that nobody awaited. */
const createWork = <Transaction>(transaction: Transaction, saved: Saved) => {
  const saves: Promise<void>[] = []
  let ended = false
  const save = async <A extends AggregateRoot>(repository: Repository<A, Transaction>, aggregate: A) => {
    if (ended) throw new Error(`${aggregate.aggregateType} ${aggregate.id} is saved after its unit of work has ended`)
    warnOfOwnAggregate(aggregate)
    const raised = aggregate.handOver()
    await repository.save(aggregate, transaction)
    saved.set(aggregate, raised)
  }
  const work: Work<Transaction> = {
    transaction,
    save(repository, aggregate) {
      const saving = save(repository, aggregate)
      saves.push(saving)
      return saving
    },
  }
  const end = async () => {
    await Promise.all(saves)
    ended = true
  }
  return { work, end }
}

type Saved = Map<AggregateRoot, readonly RaisedEvent[]>

const inOrder = (saved: Saved): readonly RaisedEvent[] =>
  [...saved.values()].flat().toSorted((one, other) => one.order - other.order)

const recorded = (saved: Saved): readonly RecordedEvent[] =>
  [...saved]
    .flatMap(([{ aggregateType, id }, raised]) =>
      raised.map((each) => ({ ...each, aggregate: { type: aggregateType, id } })),
    )
    .toSorted((one, other) => one.order - other.order)

/** Publishes one after the other, so that their order is the bus's order too, and clears each once it is accepted. */
const dispatch = async (bus: Publishing, saved: Saved): Promise<void> => {
  const publish: (event: AnyEvent, destination?: RaisedEvent['destination']) => Promise<void> = bus.publish.bind(bus)
  for (const raised of inOrder(saved)) {
    const aggregate = [...saved.keys()].find((candidate) => candidate.handOver().includes(raised))
    // Somebody saved the aggregate again meanwhile, and so published it.
    if (aggregate === undefined) continue
    try {
      await publish(raised.event, raised.destination)
    } catch (cause) {
      const left = inOrder(saved).filter(isKept(saved))
      throw new DispatchFailed(
        left.map(({ event }) => event),
        () => dispatch(bus, saved),
        cause,
      )
    }
    aggregate.clear([raised])
  }
}

const isKept = (saved: Saved) => (raised: RaisedEvent) =>
  [...saved.keys()].some((aggregate) => aggregate.handOver().includes(raised))
