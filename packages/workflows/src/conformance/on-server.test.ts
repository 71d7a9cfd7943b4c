import { expect, it } from 'vitest'
import { workflowHarness } from '../test/harness.ts'
import { playOnServer } from './on-server.ts'
import { standInServer } from './stand-in.ts'

const harness = workflowHarness()

it('the scenario runs over HTTP on whatever speaks as an Inngest server does', { timeout: 180_000 }, async () => {
  const server = await standInServer(harness.database().urls.executor)
  try {
    const { effects, missing, more } = await playOnServer(server.url)
    expect({ missing, more }).toEqual({ missing: [], more: [] })
    expect(effects).toBeGreaterThan(40)
  } finally {
    await server.stop()
  }
})
