import { setTimeout as sleep } from 'node:timers/promises'
import type { Engine } from '../executor/engine.ts'
import { errorFields } from '../log.ts'
import { removeOld } from './retention.ts'

const SEEN_EVERY_MS = 10_000
const TIDY_EVERY_MS = 3_600_000

/** What the process that works does beside: it shows that it is there, and removes what is old once an hour. */
export async function keepHouse(
  engine: Engine,
  { keepDays, signal }: { keepDays: number; signal: AbortSignal },
): Promise<void> {
  let tidied = -Infinity
  while (!signal.aborted) {
    const now = engine.clock.now()
    try {
      await markSeen(engine, now)
      if (now.getTime() - tidied >= TIDY_EVERY_MS) {
        tidied = now.getTime()
        engine.log.debug(await removeOld(engine.db, { keepDays, now }), 'old runs and events were removed')
      }
    } catch (error) {
      engine.log.warn(errorFields(error), 'the executor could not keep house')
    }
    await sleep(SEEN_EVERY_MS, undefined, { signal }).catch(() => undefined)
  }
}

async function markSeen({ db, functions }: Engine, now: Date): Promise<void> {
  await db.query(
    `insert into workflow.leader (seen_at, functions) values ($1, $2)
     on conflict (id) do update set seen_at = excluded.seen_at, functions = excluded.functions`,
    [now, JSON.stringify([...functions.keys()])],
  )
}
