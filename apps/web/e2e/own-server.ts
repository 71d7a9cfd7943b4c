/** A server of a spec's own, on a data folder that goes with it. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Starts the built product with these settings; resolves once it is ready, with what it has said. Throws what it said where it ends. */
export async function startServer(settings: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'ministry-e2e-'))
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], DATA_DIR: folder, ...settings }
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', 'server.ts')], { env })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  let said = ''
  const ready = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text
        if (said.includes('Ctrl-C')) resolve()
      })
  })
  await Promise.race([ready, gone])
  if (child.exitCode !== null) throw new Error(said)
  return {
    said,
    async stop() {
      child.kill('SIGTERM')
      await gone
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
