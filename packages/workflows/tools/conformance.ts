/**
 * `pnpm conformance`: the scenario against the recorded traffic of a real server, and the verdicts on expressions. With
 * `INNGEST_SERVER=http://127.0.0.1:8288` the same functions run on that server (a development server that may be told of
 * an application), and the side effects are compared.
 */
import { spawnSync } from 'node:child_process'
import { playOnServer } from '../src/conformance/on-server.ts'

const server = process.env['INNGEST_SERVER']
if (server) {
  const difference = await playOnServer(server)
  console.log(JSON.stringify(difference, null, 2))
  process.exitCode = difference.missing.length || difference.more.length ? 1 : 0
} else {
  const files = ['src/conformance', 'src/executor/expression.test.ts']
  process.exitCode = spawnSync('vitest', ['run', ...files], { stdio: 'inherit' }).status ?? 1
}
