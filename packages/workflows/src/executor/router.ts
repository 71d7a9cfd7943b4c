import { errorFields } from '../log.ts'
import { WakeSignal } from '../wake-signal.ts'
import type { Engine } from './engine.ts'
import { routeDueEvents } from './events.ts'

const FAILED_PASS_MS = 500

/** Gives events to functions and waits, as long as this process leads, and says so to whoever takes the jobs. */
export class Router {
  readonly #engine: Engine
  readonly #pollMs: number
  readonly #signal = new WakeSignal()

  constructor(engine: Engine, { pollMs }: { pollMs: number }) {
    this.#engine = engine
    this.#pollMs = pollMs
  }

  wake = (): void => this.#signal.wake()

  /** Works until the signal; then ends with the events at hand. */
  async run(signal: AbortSignal, routed: () => void): Promise<void> {
    signal.addEventListener('abort', this.wake, { once: true })
    while (!signal.aborted) {
      try {
        if (await routeDueEvents(this.#engine)) routed()
        else await this.#signal.wait(this.#pollMs)
      } catch (error) {
        this.#engine.log.error(errorFields(error), 'the events could not be read')
        await this.#signal.wait(FAILED_PASS_MS)
      }
    }
  }
}
