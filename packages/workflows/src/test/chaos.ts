import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { newId } from '@ministry/kernel/id'
import type pg from 'pg'
import { killPoints } from './kill-points.ts'
import type { VictimSettings } from './test-chaos-victim.ts'

const SCRIPT = fileURLToPath(new URL('./test-chaos-victim.ts', import.meta.url))
const LONGEST_LIFE_MS = 2_500
const ROWS_PER_KILL = 2
/** Steps that note an effect, of a run of `parent`; its child notes one more. */
const EFFECTS = 7

export interface ChaosOptions {
  owner: pg.Pool
  executorUrl: string
  relayUrl: string
  kills: number
  /** In [0, 1). */
  random?: () => number
  tell?(line: string): void
}

export interface ChaosResult {
  /** How often each point was the end of a process; `random` for a death at any moment. */
  deaths: Record<string, number>
  /** Steps whose result was kept before a kill and whose effect came again after it. */
  repeated: string[]
  rows: number
  /** Outcomes of the runs of `parent`. */
  outcomes: Record<string, number>
  /** Distinct effects; `rows * 8` if nothing is missing. */
  effects: number
  expectedEffects: number
  left: { jobs: number; waits: number; undelivered: number }
}

/** Kills processes at named points and at random, writing new outbox rows all along; then lets one finish the work. */
export async function chaos(options: ChaosOptions): Promise<ChaosResult> {
  const { owner, kills, random = Math.random, tell = () => undefined } = options
  const folder = mkdtempSync(join(tmpdir(), 'chaos-'))
  const effects = join(folder, 'effects')
  const lines = () => (existsSync(effects) ? readFileSync(effects, 'utf8').split('\n').filter(Boolean) : [])
  const { executorUrl, relayUrl } = options
  const deaths: Record<string, number> = {}
  const repeated = new Set<string>()
  let kept = new Set<string>()
  let seen = 0
  try {
    for (let kill = 0; kill < kills; kill++) {
      for (let row = 0; row < ROWS_PER_KILL; row++) await writeRow(owner)
      // Every other death is at a named point, each in its turn.
      const point = kill % 2 ? 'random' : (killPoints[(kill / 2) % killPoints.length] ?? 'random')
      const settings = { executorUrl, relayUrl, effects, point, passes: 1 + Math.floor(random() * mostPasses(point)) }
      const died = await live(settings, point === 'random' ? random() * 1_200 : LONGEST_LIFE_MS)
      deaths[died] = (deaths[died] ?? 0) + 1
      await nobodyConnected(owner)
      const all = lines()
      for (const line of all.slice(seen)) if (kept.has(line)) repeated.add(line)
      seen = all.length
      kept = await keptSteps(owner)
      if ((kill + 1) % 20 === 0) tell(`${kill + 1} kills, ${seen} effects, ${repeated.size} repeated`)
    }
    await finish({ executorUrl, relayUrl, effects, point: 'none', passes: 0 }, owner)
    for (const line of lines().slice(seen)) if (kept.has(line)) repeated.add(line)
    const rows = kills * ROWS_PER_KILL
    return {
      deaths,
      repeated: [...repeated],
      rows,
      outcomes: await outcomes(owner),
      effects: new Set(lines()).size,
      expectedEffects: rows * (EFFECTS + 1),
      left: await left(owner),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The relay carries in batches: few processes live to see many. */
const mostPasses = (point: string) => (point.startsWith('relay:') ? 2 : 12)

/** One process, until it dies at its point or its time is over; tells which. */
async function live(settings: VictimSettings, lifeMs: number): Promise<string> {
  const victim = start(settings)
  await Promise.race([victim.ready, victim.ended])
  const patience = new AbortController()
  const outlived = await Promise.race([
    victim.ended.then(() => false),
    sleep(lifeMs, true, { signal: patience.signal }).catch(() => true),
  ])
  patience.abort()
  victim.kill()
  await victim.ended
  return outlived ? 'random' : settings.point
}

function start(settings: VictimSettings) {
  const child = spawn(process.execPath, [SCRIPT, JSON.stringify(settings)], { stdio: ['ignore', 'pipe', 'inherit'] })
  return {
    ended: new Promise<void>((resolve) => child.once('exit', () => resolve())),
    ready: new Promise<void>((resolve) => child.stdout.once('data', () => resolve())),
    kill: () => child.kill('SIGKILL'),
  }
}

async function finish(settings: VictimSettings, owner: pg.Pool): Promise<void> {
  const last = start(settings)
  for (let waited = 0; waited < 240_000; waited += 100) {
    const { jobs, waits, undelivered } = await left(owner)
    const unrouted = await count(owner, 'workflow.event where routed_at is null')
    if (!jobs && !waits && !undelivered && !unrouted) break
    await sleep(100)
  }
  last.kill()
  await last.ended
}

async function writeRow(owner: pg.Pool): Promise<void> {
  const id = newId()
  await owner.query(
    `insert into outbox_event (id, name, data, subject, created_at) values ($1, 'chaos/told', $2, $3, now())`,
    [id, JSON.stringify({ id }), `chaos:${id}`],
  )
}

/** PostgreSQL may still carry out what a killed process had sent. */
async function nobodyConnected(owner: pg.Pool): Promise<void> {
  while (
    await count(
      owner,
      `pg_stat_activity where application_name ~ '^ministry-(executor|outbox)' and datname = current_database()`,
    )
  )
    await sleep(10)
}

async function keptSteps(owner: pg.Pool): Promise<Set<string>> {
  const { rows } = await owner.query<{ line: string }>(`select run_id || ' ' || name as line from workflow.step`)
  return new Set(rows.map(({ line }) => line))
}

async function outcomes(owner: pg.Pool): Promise<Record<string, number>> {
  const { rows } = await owner.query<{ outcome: string; n: number }>(
    `select coalesce(output #>> '{}', status) as outcome, count(*)::int as n from workflow.run
     where function_id = 'chaos-parent' group by 1`,
  )
  return Object.fromEntries(rows.map(({ outcome, n }) => [outcome, n]))
}

async function left(owner: pg.Pool) {
  return {
    jobs: await count(owner, 'workflow.job'),
    waits: await count(owner, 'workflow.wait'),
    undelivered: await count(owner, 'outbox_event where delivered_at is null'),
  }
}

async function count(owner: pg.Pool, what: string): Promise<number> {
  const { rows } = await owner.query<{ n: number }>(`select count(*)::int as n from ${what}`)
  return rows[0]?.n ?? 0
}
