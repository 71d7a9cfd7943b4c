import type { Queryable, Transaction } from './database.ts'
import type { Job } from './store-queue.ts'
import type { Run } from './store-runs.ts'

export function deleteJob(tx: Transaction, { id }: Pick<Job, 'id'>): void {
  tx.send({ name: 'workflow-delete-job', text: 'delete from workflow.job where id = $1', values: [id] })
}

/** Gives the job back to the queue, with its attempts as stated; nothing happens if the claim is stale. */
export async function releaseJob(
  db: Queryable,
  { id, generation }: Job,
  to: { dueAt: Date; attempt: number },
): Promise<void> {
  await db.query({
    name: 'workflow-release-job',
    text: `update workflow.job set claimed_at = null, due_at = $3, attempt = $4
           where id = $1 and generation = $2 and claimed_at is not null`,
    values: [id, generation, to.dueAt, to.attempt],
  })
}

/** A checkpoint arrived: the job has made progress, so its attempts and crashes start anew. False if the claim is stale. */
export async function creditProgress(tx: Queryable, job: Pick<Job, 'id' | 'generation' | 'runId'>): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update workflow.job set attempt = 0, crashes = 0
     where id = $1 and generation = $2 and run_id = $3 and claimed_at is not null`,
    [job.id, job.generation, job.runId],
  )
  return rowCount === 1
}

/** Asks for one more call of the function; while such a call is under way it is repeated afterwards. */
export function enqueueDiscovery(tx: Transaction, run: Run, now: Date): void {
  tx.send({
    name: 'workflow-discover',
    text: `insert into workflow.job (key, kind, run_id, function_id, due_at, concurrency_keys)
           values ($1 || ':discover', 'discover', $1, $2, $3, $4)
           on conflict (key) do update set again = true where job.claimed_at is not null`,
    values: [run.id, run.functionId, now, run.concurrencyKeys],
  })
}

export function enqueueStep(tx: Transaction, run: Run, stepId: string, now: Date): void {
  tx.send({
    name: 'workflow-enqueue-step',
    text: `insert into workflow.job (key, kind, run_id, step_id, function_id, due_at, concurrency_keys)
           values ($1 || ':step:' || $2, 'step', $1, $2, $3, $4, $5) on conflict do nothing`,
    values: [run.id, stepId, run.functionId, now, run.concurrencyKeys],
  })
}

export function enqueueTimer(
  tx: Transaction,
  run: Run,
  timer: { stepId: string; stepName: string; dueAt: Date },
): void {
  tx.send({
    name: 'workflow-enqueue-timer',
    text: `insert into workflow.job (key, kind, run_id, step_id, function_id, due_at, data)
           values ($1 || ':timer:' || $2, 'timer', $1, $2, $3, $4, $5) on conflict do nothing`,
    values: [run.id, timer.stepId, run.functionId, timer.dueAt, JSON.stringify({ stepName: timer.stepName })],
  })
}

/** When a run must have finished. */
export function enqueueFinish(tx: Transaction, run: Run, dueAt: Date): void {
  tx.send(
    `insert into workflow.job (key, kind, run_id, function_id, due_at, data)
     values ($1 || ':timeout:finish', 'timeout', $1, $2, $3, '{"which":"finish"}') on conflict do nothing`,
    [run.id, run.functionId, dueAt],
  )
}

export function enqueueCron(
  tx: Transaction,
  { functionId, cron, dueAt }: { functionId: string; cron: string; dueAt: Date },
): void {
  tx.send(
    `insert into workflow.job (key, kind, function_id, due_at, data) values ($1, 'cron', $2, $3, $4)
     on conflict do nothing`,
    [`cron:${functionId}:${cron}`, functionId, dueAt, JSON.stringify({ functionId, cron })],
  )
}

/** Removes schedules that no function has any more. */
export function deleteOtherCrons(tx: Transaction, keys: string[]): void {
  tx.send(`delete from workflow.job where kind = 'cron' and key <> all($1)`, [keys])
}
