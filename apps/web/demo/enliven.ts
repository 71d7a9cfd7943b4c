/** What has happened in the demo movement until now, so that every page of every capability has something to show. */
import type { Clock } from '@ministry/kernel/calendar'
import { settlePast } from '@ministry/seed'
import { setStage, type Services } from './acting.ts'
import { confide } from './care.ts'
import { listAnew } from './lists.ts'
import { moveAbout } from './moves.ts'
import { pair } from './pairs.ts'
import { describe } from './people.ts'
import { request } from './requests.ts'
import { catchUp } from './waiting.ts'

/**
 * Lets the demo's people act over the last months, by the product's verbs: what they leave behind (audit, trails, news, life lines) is
 * as real as anybody's. Call once, on the fresh demo, before the durable functions run: they take up what waits at `clock`'s now.
 */
export async function enliven(services: Services, ownerUrl: string, clock: Clock): Promise<void> {
  const stage = setStage(services, clock.now())
  const people = async () => {
    await describe(stage)
    const alike = await pair(stage)
    await Promise.all([confide(stage, alike), moveAbout(stage), listAnew(stage)])
  }
  await Promise.all([request(stage), people()])
  await catchUp(stage)
  await settlePast(ownerUrl, stage.now)
}
