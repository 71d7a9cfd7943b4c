import type { Queryable } from '../executor/database.ts'
import type { ReceivedEvent } from '../executor/protocol.ts'

interface Failed {
  completed: string[]
  failure: { message?: string } | null
}

/** Makes a failed run go on, without the steps that it failed of; false if there is no such run. */
export async function reopenRun(tx: Queryable, runId: string): Promise<boolean> {
  const { rows } = await tx.query<Failed>(
    `select completed_steps as completed, output as failure from workflow.run
     where id = $1 and status = 'failed' for update`,
    [runId],
  )
  const [failed] = rows
  if (!failed) return false
  const undone = await failedSteps(tx, runId, failed)
  await tx.query('delete from workflow.step where run_id = $1 and id = any($2)', [runId, undone])
  await tx.query(
    `update workflow.run r set status = 'running', output = null, ended_at = null, pending_steps = '{}', missing_since = null,
       retries = retries + 1, completed_steps = array(
         select id from unnest(r.completed_steps) with ordinality as done (id, position)
         where id <> all($2) order by position),
       state_bytes = coalesce((select sum(octet_length(output::text)) from workflow.step where run_id = r.id), 0)
     where id = $1`,
    [runId, undone],
  )
  return true
}

/**
 * Steps whose error is the run's: what the function did not catch. If it threw an error of its own, those that came last.
 * Steps that failed earlier and were caught stay as they are.
 */
async function failedSteps(tx: Queryable, runId: string, { completed, failure }: Failed): Promise<string[]> {
  // Read here, because PostgreSQL can't look into JSON that contains \u0000.
  const { rows } = await tx.query<{ id: string; output: { error?: { message?: string } } | null }>(
    `select id, output from workflow.step where run_id = $1 and kind in ('step', 'invoke')`,
    [runId],
  )
  const failures = rows.filter(({ output }) => output?.error)
  const same = failures.filter(({ output }) => output?.error?.message === failure?.message)
  if (same.length) return same.map(({ id }) => id)
  const failed = new Set(failures.map(({ id }) => id))
  const lastGood = completed.findLastIndex((id) => !failed.has(id))
  return completed.slice(lastGood + 1)
}

/** The event to start a run with once more, and the run that this request has started before. */
export async function runToReplay(
  tx: Queryable,
  runId: string,
  key: string,
): Promise<{ functionId: string; event: ReceivedEvent; replayedAs: string | null } | undefined> {
  const { rows } = await tx.query<{ functionId: string; events: [ReceivedEvent]; replayedAs: string | null }>(
    `select function_id as "functionId", events,
       (select id from workflow.run where replay_key = $2) as "replayedAs"
     from workflow.run where id = $1 for update`,
    [runId, key],
  )
  const [run] = rows
  return run && { functionId: run.functionId, event: run.events[0], replayedAs: run.replayedAs }
}
