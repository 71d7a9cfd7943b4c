import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { Sentence, Stopped } from './endings.mjs'
import { root, windows } from './places.mjs'

const signals = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 }
const patience = 20_000

/**
 * Runs one command, with our own terminal unless told otherwise, and resolves with its exit code. A signal that reaches us is passed
 * on once: under npm one Ctrl-C
 * arrives twice. Where the command outlives it by 20 seconds it is killed, and whatever it left running in its group is ended
 * too. Throws Stopped where we were told to stop, Sentence where there is no such command.
 */
export async function run(
  command,
  args,
  { env = process.env, cwd = root, stdio = 'inherit', ownGroup = !windows } = {},
) {
  let child
  let stoppedBy
  const stop = (signal) => {
    if (stoppedBy) return
    stoppedBy = signal
    child.kill(signal)
    setTimeout(() => send(ownGroup ? -child.pid : child.pid, 'SIGKILL'), patience).unref()
  }
  for (const signal of Object.keys(signals)) process.on(signal, stop)
  const watch = whenOrphaned(() => stop('SIGTERM'))
  try {
    // Listening comes first: a signal just after the start of the command must not miss us and leave it alone.
    child = spawn(command, args, { cwd, env, stdio, detached: ownGroup, shell: windows })
    const code = await new Promise((resolve, reject) => {
      child.on('error', () => reject(new Sentence(`There is no command "${command}" on this machine's path.`)))
      child.on('exit', (code, signal) => resolve(code ?? 128 + (signals[signal] ?? 9)))
    })
    if (ownGroup) await endGroup(child.pid)
    if (stoppedBy) throw new Stopped(code)
    return code
  } finally {
    clearInterval(watch)
    for (const signal of Object.keys(signals)) process.off(signal, stop)
  }
}

/** A signal to npm alone ends npm and its shell, and nobody tells us: our parent is another then. */
function whenOrphaned(act) {
  if (windows || !process.env.npm_lifecycle_event) return
  const parent = process.ppid
  return setInterval(() => process.ppid !== parent && act(), 500).unref()
}

/** Ends what a command that is over has left behind in its process group, gently first. */
async function endGroup(leader) {
  for (const [signal, wait] of [
    ['SIGTERM', 3000],
    ['SIGKILL', 500],
  ]) {
    if (!send(-leader, signal)) return
    for (let waited = 0; waited < wait && send(-leader, 0); waited += 25) await sleep(25)
  }
}

/** Whether anybody was there to receive the signal. */
function send(process_, signal) {
  try {
    return process.kill(process_, signal)
  } catch {
    return false
  }
}
