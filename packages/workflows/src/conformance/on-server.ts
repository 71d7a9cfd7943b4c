import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { unavailable } from '@ministry/kernel/errors'
import { systemClock } from '@ministry/kernel/calendar'
import { Inngest } from 'inngest'
import { serve } from 'inngest/node'
import { silentLog } from '../log.ts'
import { scenarioFunctions } from './scenario-functions.ts'
import { comparable, expectedEffects, play } from './scenarios.ts'

/** How the side effects on a server differ from those that are expected; both lists are empty where it conforms. */
export interface Difference {
  effects: number
  missing: string[]
  more: string[]
}

/**
 * Plays the scenario on a server over HTTP, which takes half a minute: serves the functions, tells the server of them,
 * sends the events and compares. Throws Unavailable if the server doesn't take the functions.
 */
export async function playOnServer(baseUrl: string): Promise<Difference> {
  const effects: string[] = []
  const client = new Inngest({ id: 'conformance', isDev: true, baseUrl, eventKey: 'conformance', logger: silentLog })
  const functions = scenarioFunctions(client, (line) => void effects.push(line))
  const listener = createServer(serve({ client, functions }))
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  try {
    const { port } = listener.address() as AddressInfo
    const registered = await fetch(`http://127.0.0.1:${port}/api/inngest`, { method: 'PUT' })
    if (!registered.ok) throw unavailable('conformance.register', new Error(await registered.text()))
    await play({
      async send(...events) {
        const now = systemClock.now().getTime()
        await client.send(events.map(({ inMs, ...event }) => ({ ...event, ...(inMs && { ts: now + inMs }) })))
      },
      pass: (milliseconds) => sleep(milliseconds),
    })
  } finally {
    listener.close()
    listener.closeAllConnections()
  }
  const got = comparable(effects)
  return { effects: got.length, missing: beyond(expectedEffects, got), more: beyond(got, expectedEffects) }
}

/** Lines that are there more often than in the other list. */
function beyond(lines: readonly string[], others: readonly string[]): string[] {
  const left = [...others]
  return lines.filter((line) => {
    const at = left.indexOf(line)
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}
