/** The steps of an import one after the other, as its page and its workflow take them. Only tests import this. */
import type { Caller, Services } from '../../context.ts'
import { commitChunk } from '../commit-chunk.ts'
import { commit } from '../commit.ts'
import { get } from '../get.ts'
import type { Verdict } from '../imports.schema.ts'
import { map } from '../map.ts'
import { planChunk } from '../plan-chunk.ts'
import { rows } from '../rows.ts'
import { upload } from '../upload.ts'

/** What somebody can do with a file at a place; `take` rows a chunk. */
export function stepsOf(services: Services, by: Caller, nodeId: string, take = 3, kind = 'people') {
  const bring = async (text: string, at = nodeId) =>
    (await upload.call(services, by, { nodeId: at, kind, fileName: 'people.csv', content: text })).id
  const confirm = async (id: string) => {
    const { columns, settings } = await get.call(services, by, { id })
    await map.call(services, by, { id, fields: columns.map(({ field }) => field), settings })
  }
  const dryRun = async (id: string) => {
    await confirm(id)
    while (!(await planChunk.call(services, by, { id, take })).finished);
    return get.call(services, by, { id })
  }
  const write = async (id: string) => {
    await commit.call(services, by, { id })
    while (!(await commitChunk.call(services, by, { id, take })).finished);
    return get.call(services, by, { id })
  }
  const planned = async (text: string, at = nodeId) => {
    const id = await bring(text, at)
    return dryRun(id)
  }
  const rowsOf = async (id: string, verdict?: Verdict) =>
    (await rows.call(services, by, { id, verdict, take: 200 })).rows
  return { bring, confirm, dryRun, write, planned, rowsOf }
}
