import type { Holding } from '@tidings/runtime/transport'
import type { FileState } from './file-name.js'

interface Held {
  file: FileState
  turn: Promise<unknown>
}

/** What one instance holds, and under which names its files stand at the moment. */
export class Custody {
  readonly #held = new Map<Holding, Held>()

  get size(): number {
    return this.#held.size
  }

  get holdings(): readonly Holding[] {
    return [...this.#held.keys()]
  }

  add(holding: Holding, file: FileState): void {
    this.#held.set(holding, { file, turn: Promise.resolve() })
  }

  /** Gives it another name; `false` when it was lost. Where it fails, it stays held under the old one. */
  change(holding: Holding, rename: (file: FileState) => Promise<FileState | undefined>): Promise<boolean> {
    return this.#inTurn(holding, async (held) => {
      const renamed = await rename(held.file)
      if (renamed === undefined) this.#held.delete(holding)
      else held.file = renamed
      return renamed !== undefined
    })
  }

  /** Holds it no longer; `false` when it was lost. Where that fails, it stays held. */
  end(holding: Holding, settle: (file: FileState) => Promise<boolean>): Promise<boolean> {
    return this.#inTurn(holding, async ({ file }) => {
      const wasOurs = await settle(file)
      this.#held.delete(holding)
      return wasOurs
    })
  }

  forget(holding: Holding): void {
    this.#held.delete(holding)
  }

  /** One change at a time: each gives the file another name. */
  #inTurn(holding: Holding, act: (held: Held) => Promise<boolean>): Promise<boolean> {
    const held = this.#held.get(holding)
    if (held === undefined) return Promise.resolve(false)
    const turn = held.turn.then(() => this.#held.has(holding) && act(held))
    held.turn = turn.catch(() => {})
    return turn
  }
}
