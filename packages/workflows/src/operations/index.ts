import type { Engine } from '../executor/engine.ts'
import { cancel, replay, retry, type ActOutcome } from './acts.ts'
import { listEvents, type EventQuery, type KeptEvent } from './events.ts'
import { listFunctions, overview, type FunctionSummary, type Overview } from './overview.ts'
import { runDetail, type RunDetail } from './run-detail.ts'
import { listRuns, type RunQuery, type RunSummary } from './run-list.ts'
import { whatIsStuck, type Stuck } from './stuck.ts'

/**
 * What operators see and do. Nothing here asks who is asking, and outputs and events contain personal data: whoever offers
 * it to people checks the permission, masks, and writes the audit entry.
 */
export interface Operations {
  functions(): Promise<FunctionSummary[]>
  /** Newest first; `before` is the last id of the page before. */
  runs(query?: RunQuery): Promise<RunSummary[]>
  run(id: string): Promise<RunDetail | undefined>
  /** Newest first; `before` is the last `seq` of the page before. */
  events(query?: EventQuery): Promise<KeptEvent[]>
  overview(): Promise<Overview>
  stuck(): Promise<Stuck[]>
  cancel(runId: string, reason: string): Promise<ActOutcome>
  retry(runId: string): Promise<ActOutcome>
  replay(runId: string, key: string): Promise<{ outcome: ActOutcome; runId: string | null }>
}

/** The operations of one executor. */
export const operationsOf = (engine: Engine, isLeader: () => boolean): Operations => ({
  functions: () => listFunctions(engine.db, engine.functions, engine.clock.now()),
  runs: (query = {}) => listRuns(engine.db, query),
  run: (id) => runDetail(engine.db, id),
  events: (query = {}) => listEvents(engine.db, query),
  overview: () => overview(engine.db, engine.clock.now()),
  async stuck() {
    const stuck = await whatIsStuck(engine.db, engine.clock.now())
    return isLeader() ? stuck.filter(({ why }) => why !== 'no-leader') : stuck
  },
  cancel: (runId, reason) => cancel(engine, runId, reason),
  retry: (runId) => retry(engine, runId),
  replay: (runId, key) => replay(engine, runId, key),
})
