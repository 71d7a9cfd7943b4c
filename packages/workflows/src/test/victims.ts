import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, onTestFinished } from 'vitest'

const SCRIPT = fileURLToPath(new URL('./test-victim.ts', import.meta.url))

export interface Victim {
  /** Resolves when the process has ended, whoever ended it. */
  ended: Promise<void>
  kill(): Promise<void>
}

export interface VictimOptions {
  mode: 'steps' | 'poison' | 'relay'
  connectionString: string
  /** The file that it notes its side effects in. */
  effects: string
  /** A clock that runs faster than the machine's, from an instant on (milliseconds since 1970). */
  clock?: { speed: number; since: number }
}

/** Starts `test-victim.ts`; resolves when it is at work, or has ended before. */
export async function startVictim({ mode, connectionString, effects, clock }: VictimOptions): Promise<Victim> {
  const { speed = 1, since = 0 } = clock ?? {}
  const args = [SCRIPT, mode, connectionString, effects, String(speed), String(since)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await Promise.race([ended, new Promise((resolve) => child.stdout.once('data', resolve))])
  const kill = async () => {
    child.kill('SIGKILL')
    await ended
  }
  onTestFinished(kill)
  return { ended, kill }
}

/** A file that side effects are noted in, one per line; it outlives the processes that write it. */
export function effectsFile() {
  const folder = mkdtempSync(join(tmpdir(), 'effects-'))
  const path = join(folder, 'effects')
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return {
    path,
    lines: () => (existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : []),
  }
}

/** Resolves when the condition holds; throws after the patience, in milliseconds. */
export async function until(condition: () => boolean | Promise<boolean>, patience = 15_000): Promise<void> {
  for (let waited = 0; !(await condition()); waited += 20) {
    if (waited > patience) throw new Error(`still not so after ${patience} ms: ${condition}`)
    await sleep(20)
  }
}
