import { mkdirSync, renameSync, rmdirSync, statSync, utimesSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Sentence } from './endings.mjs'
import { toolchain } from './places.mjs'

const beat = 1000
const staleAfter = 5 * beat

/**
 * Does the work while no other launcher of this checkout does its own. The lock is a folder whose time is renewed every
 * second, so one left behind by a killed launcher, or by another machine, opens by itself after five.
 */
export async function locked(work, lock = join(toolchain, 'lock')) {
  await acquire(lock)
  const heart = setInterval(() => touch(lock), beat)
  try {
    return await work()
  } finally {
    clearInterval(heart)
    remove(lock)
  }
}

async function acquire(lock) {
  for (let told = false; !taken(lock); await sleep(200)) {
    if (age(lock) > staleAfter) breakOpen(lock)
    else if (!told) told = !console.log('Another start is preparing this folder; waiting for it …')
  }
}

function taken(lock) {
  try {
    mkdirSync(dirname(lock), { recursive: true })
  } catch (error) {
    throw unwritable(lock, error)
  }
  try {
    mkdirSync(lock)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw unwritable(lock, error)
  }
}

const unwritable = (lock, { code }) =>
  new Sentence(`Cannot write in ${dirname(lock)} (${code}). Does the folder belong to another user?`)

function age(lock) {
  try {
    return Date.now() - statSync(lock).mtimeMs
  } catch {
    return 0
  }
}

/** Renaming first lets only one of several waiting launchers remove the stale lock. */
function breakOpen(lock) {
  const aside = `${lock}-${process.pid}`
  try {
    renameSync(lock, aside)
  } catch {
    return
  }
  remove(aside)
}

function touch(lock) {
  try {
    utimesSync(lock, new Date(), new Date())
  } catch {
    // Taken from us after a long sleep of the machine: the work goes on, as pnpm and turbo bear each other for a while.
  }
}

function remove(lock) {
  try {
    rmdirSync(lock)
  } catch {
    // Gone already.
  }
}
