import { notFound } from '@ministry/kernel/errors'
import type { RunDetail } from '@ministry/workflows'
import type { Context } from '../context.ts'
import type { Standing } from './monitoring.rules.ts'
import { movementsOf, operationsOf, ownerOf, reachOf, type Reach } from './reach.ts'

/** A run that these eyes may see, and what decides over acts on it. Errors: NotFound (also if it is another movement's). */
export async function oneRun(
  ctx: Context,
  action: string,
  runId: string,
): Promise<{ run: RunDetail; standing: Standing; open: boolean; node: Reach['movements'][number] | undefined }> {
  const operations = operationsOf(ctx.services)
  const reach = await reachOf(ctx, action)
  const run = await operations.run(runId)
  if (!run) throw notFound('Operation')
  const [about = []] = await movementsOf(ctx, [run.events])
  const owner = ownerOf(reach, about)
  if (owner === 'others') throw notFound('Operation')
  const definition = (await operations.functions()).find(({ id }) => id === run.functionId)
  return {
    run,
    // Where acts on it are written down.
    node: reach.movements.find(({ id }) => about.includes(id)) ?? reach.movements[0],
    open: owner === 'own' || reach.whole,
    standing: {
      state: run.status,
      waitsForAttempt: run.pending.some(({ attempt, dueAt }) => attempt > 0 && dueAt !== null && dueAt > ctx.at),
      functionPresent: definition?.present ?? false,
      ownAlone: owner === 'own' || reach.whole,
    },
  }
}
