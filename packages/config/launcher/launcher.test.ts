import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { locked } from './lock.mjs'
import { run } from './run.mjs'

const folder = () => mkdtempSync(join(tmpdir(), 'launcher-'))

const alive = (pid: number) => {
  try {
    // A process that has ended but that nobody has asked about is still there for kill(0).
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

const until = async (what: () => boolean) => {
  for (let tries = 0; !what(); tries++) {
    if (tries > 400) throw new Error('It never came.')
    await sleep(25)
  }
}

test('resolves with the exit code of the command', async () => {
  expect(await run('sh', ['-c', 'exit 7'])).toBe(7)
})

test('a command that does not exist ends in a sentence', async () => {
  await expect(run('no-such-command', [])).rejects.toThrow('There is no command "no-such-command"')
})

test.runIf(process.platform === 'linux').each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  '%s to the launcher alone ends the command and what it started, even where that does not listen',
  async (signal) => {
    const pids = join(folder(), 'pids')
    const script = `trap 'exit 0' TERM INT HUP; (trap '' TERM INT HUP; exec sleep 60) & echo "$! $$" > ${pids}; while :; do sleep 0.1; done`
    const program = `import { run } from ${JSON.stringify(join(import.meta.dirname, 'run.mjs'))}
      await run('sh', ['-c', process.argv[1]]).catch((error) => process.exit(error.code === 0 ? 42 : 1))`
    const launcher = spawn(process.execPath, ['--input-type=module', '-e', program, script], { stdio: 'inherit' })
    const written = () => {
      try {
        return readFileSync(pids, 'utf8').trim().split(' ').map(Number)
      } catch {
        return []
      }
    }
    await until(() => written().length === 2)
    const ended = new Promise((resolve) => launcher.on('exit', resolve))
    launcher.kill(signal)
    expect(await ended).toBe(42)
    expect(written().filter(alive)).toEqual([])
  },
)

test('two launchers take turns', async () => {
  const lock = join(folder(), 'lock')
  let inside = 0
  let most = 0
  const work = async () => {
    most = Math.max(most, ++inside)
    await sleep(50)
    inside--
  }
  await Promise.all([locked(work, lock), locked(work, lock), locked(work, lock)])
  expect(most).toBe(1)
})

test('the lock of a killed launcher opens by itself', async () => {
  const lock = join(folder(), 'lock')
  mkdirSync(lock)
  utimesSync(lock, 0, 0)
  expect(await locked(() => Promise.resolve('done'), lock)).toBe('done')
})

test('a failure inside gives the lock back', async () => {
  const lock = join(folder(), 'lock')
  await expect(locked(() => Promise.reject(new Error('no')), lock)).rejects.toThrow('no')
  expect(await locked(() => Promise.resolve('next'), lock)).toBe('next')
})

test('a folder that may not be written is told of in a sentence', async () => {
  const file = join(folder(), 'file')
  writeFileSync(file, '')
  await expect(locked(() => Promise.resolve(), join(file, 'lock'))).rejects.toThrow('Cannot write in')
})
