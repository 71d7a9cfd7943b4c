/**
 * `pnpm conformance`: the scenario against the recorded traffic of a real server, and the verdicts on expressions. With
 * `INNGEST_SERVER=http://127.0.0.1:8288` the same functions run on that server (a development server that may be told of
 * an application), and the side effects are compared.
 */
import { spawnSync } from 'node:child_process'
import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { systemClock } from '@ministry/kernel/calendar'
import { Inngest } from 'inngest'
import { serve } from 'inngest/node'
import { scenarioFunctions } from '../src/conformance/scenario-functions.ts'
import { comparable, expectedEffects, play } from '../src/conformance/scenarios.ts'

const server = process.env['INNGEST_SERVER']
if (server) process.exitCode = await onServer(server)
else {
  const files = ['src/conformance', 'src/executor/expression.test.ts']
  process.exitCode = spawnSync('vitest', ['run', ...files], { stdio: 'inherit' }).status ?? 1
}

/** Plays the scenario on a server over HTTP; 0 if the side effects are those that are expected. */
async function onServer(baseUrl: string): Promise<number> {
  const effects: string[] = []
  const client = new Inngest({ id: 'conformance', isDev: true, baseUrl, eventKey: 'conformance' })
  const functions = scenarioFunctions(client, (line) => void effects.push(line))
  const listener = createServer(serve({ client, functions }))
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const { port } = listener.address() as { port: number }
  const registered = await fetch(`http://127.0.0.1:${port}/api/inngest`, { method: 'PUT' })
  if (!registered.ok) throw new Error(`The server did not take the functions: ${await registered.text()}`)
  await play({
    async send(...events) {
      const now = systemClock.now().getTime()
      await client.send(events.map(({ inMs, ...event }) => ({ ...event, ...(inMs && { ts: now + inMs }) })))
    },
    pass: (milliseconds) => sleep(milliseconds).then(() => undefined),
  })
  listener.close()
  const got = comparable(effects)
  const missing = expectedEffects.filter((line, i) => count(got, line) < i - expectedEffects.indexOf(line) + 1)
  const more = got.filter((line, i) => count([...expectedEffects], line) < i - got.indexOf(line) + 1)
  console.log(JSON.stringify({ effects: got.length, expected: expectedEffects.length, missing, more }, null, 2))
  return missing.length || more.length ? 1 : 0
}

const count = (lines: string[], line: string) => lines.filter((one) => one === line).length
