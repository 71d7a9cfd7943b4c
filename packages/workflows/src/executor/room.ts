import { admit } from './pace.ts'
import { SUSPECT_CRASHES, type Candidate } from './store-candidates.ts'
import type { Claim, Job, PaceState } from './store-queue.ts'
import type { WorkflowFunction } from './workflow-function.ts'

type Functions = ReadonlyMap<string, WorkflowFunction>

/** What is under way, as far as it takes room from others. */
export interface Occupant {
  job: Pick<Job, 'functionId' | 'concurrencyKeys' | 'crashes'>
  /** Progress was credited: no longer a suspect. */
  cleared: boolean
}

/** How much room is left under the concurrency limits, of everything that this process works on. */
export class Room {
  readonly #functions: Functions
  readonly #taken = new Map<string, number>()
  #suspectRuns = false

  constructor(functions: Functions, occupants: Iterable<Occupant>) {
    this.#functions = functions
    for (const { job, cleared } of occupants) {
      for (const key of job.concurrencyKeys) this.#take(key)
      this.#suspectRuns ||= job.crashes >= SUSPECT_CRASHES && !cleared
    }
  }

  get suspectRuns(): boolean {
    return this.#suspectRuns
  }

  /** Keys with no room for anybody. */
  saturated(): string[] {
    return [...this.#taken].filter(([key, taken]) => taken >= this.#most(key)).map(([key]) => key)
  }

  /** The candidates that may begin together, and what to remember of the pace of those that start a run. */
  choose(candidates: Candidate[], most: number, now: Date): Claim {
    const claimed: Candidate[] = []
    const paces = new Map<string, PaceState>()
    for (const candidate of candidates) {
      if (claimed.length === most) break
      const suspect = candidate.crashes >= SUSPECT_CRASHES
      if ((suspect && this.#suspectRuns) || !this.#fits(candidate) || !this.#keepsPace(candidate, paces, now)) continue
      candidate.concurrencyKeys.forEach((key) => this.#take(key))
      this.#suspectRuns ||= suspect
      claimed.push(candidate)
    }
    return { claimed, paces: [...paces.values()], now }
  }

  #take(key: string): void {
    this.#taken.set(key, (this.#taken.get(key) ?? 0) + 1)
  }

  #fits({ functionId, concurrencyKeys }: Candidate): boolean {
    const limits = this.#functions.get(functionId ?? '')?.concurrency ?? []
    return concurrencyKeys.every((key, index) => (this.#taken.get(key) ?? 0) < (limits[index]?.limit ?? Infinity))
  }

  #keepsPace({ functionId, paceKey, arrivalMs }: Candidate, paces: Map<string, PaceState>, now: Date): boolean {
    const pace = this.#functions.get(functionId ?? '')?.throttle?.pace
    if (!paceKey || !pace) return true
    const {
      admitted,
      arrivalMs: next,
      openAt,
    } = admit(pace, paces.get(paceKey)?.arrivalMs ?? arrivalMs ?? undefined, now)
    if (admitted) paces.set(paceKey, { key: paceKey, arrivalMs: next, openAt })
    return admitted
  }

  /** A function's own key has its limit; a key that several functions may use has the highest of theirs. */
  #most(key: string): number {
    const [scope] = key.split(':', 1)
    const limits = [...this.#functions.values()].flatMap(({ id, concurrency }) =>
      concurrency.filter((limit, index) =>
        scope === 'fn' ? key.startsWith(`fn:${id}:${index}:`) : limit.scope === scope,
      ),
    )
    return limits.length ? Math.max(...limits.map(({ limit }) => limit)) : Infinity
  }
}
