/** Many nodes opened at once are the nodes opened one by one: the same rows, the same refusals. Source: architecture rule 3, IMP-1. */
import { nodeKinds, type NodeKind } from '@ministry/access'
import { MinistryError } from '@ministry/kernel/errors'
import { story } from '@ministry/seed'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { createWorld } from '../test-world.ts'
import { mutation } from '../verb.ts'
import { openMany, type Opening } from './open-many.ts'
import { open } from './open.ts'

const { nodes } = story
// Two equal worlds: one is written in sets, the other one by one.
const sets = await createWorld()
const singles = await createWorld()
type World = typeof sets

const openAll = mutation({
  name: 'org.open',
  permission: { action: 'open', noun: 'OrgNode' },
  input: z.array(z.custom<Opening>()),
  output: z.unknown(),
  run: openMany,
})
/** The single verb for each, in one transaction: it stands or leaves nothing, as a set does. */
const openEach = mutation({
  name: 'org.open',
  permission: { action: 'open', noun: 'OrgNode' },
  input: z.array(z.custom<Opening>()),
  output: z.unknown(),
  async run(ctx, rows) {
    for (const [row, input] of rows.entries())
      await open.within(ctx, { ...input, code: input.code ?? undefined }).catch((error: unknown) => {
        if (error instanceof MinistryError) error.values['row'] = row
        throw error
      })
    return null
  },
})

async function written({ owner }: World) {
  const { rows } = await owner.query<{ what: string }>(`
    select what from (
      select 'node ' || p.name || (to_jsonb(n) - '{id,parent_id,scope_ids,path,created_at,updated_at}'::text[])::text as what
        from org_node n left join org_node p on p.id = n.parent_id
      union all select 'audit ' || action || coalesce(after::text, '') from audit_entry where noun = 'OrgNode'
      union all select 'news ' || name || (data - 'nodeId')::text from outbox_event where name like 'org/%') everything
    order by what`)
  return rows.map(({ what }) => what)
}

/** What was thrown, in what callers tell apart. */
const refusal = (act: () => Promise<unknown>) =>
  act().then(
    () => null,
    (error: unknown) => {
      if (!(error instanceof MinistryError)) throw error
      return { kind: error.kind, code: error.code, row: error.values['row'] }
    },
  )

let run = 0
const opening = fc.record({
  parentId: fc.oneof(
    { weight: 8, arbitrary: fc.constant(nodes.kilima.id) },
    { weight: 1, arbitrary: fc.constantFrom(nodes.mtoni.id, nodes.mustardSeed.id, nodes.highlands.id) },
  ),
  kind: fc.oneof<fc.MaybeWeightedArbitrary<NodeKind>[]>(
    { weight: 12, arbitrary: fc.constant<NodeKind>('SmallGroup') },
    { weight: 1, arbitrary: fc.constantFrom(...nodeKinds) },
  ),
  name: fc.oneof(
    { weight: 20, arbitrary: fc.nat({ max: 99 }).map((n) => `Cell ${n}`) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(nodes.mustardSeed.name, nodes.mustardSeed.name.toUpperCase(), '  ', 'x'.repeat(201)),
    },
  ),
  code: fc.option(fc.constantFrom('C1', 'c1', 'C2', ' C3 ', 'C4', 'C5', 'y'.repeat(41)), { nil: undefined, freq: 1 }),
})

test('a set decides and writes as the single verb does, whoever asks', { timeout: 120_000 }, async () => {
  const seen = { refused: 0, opened: 0 }
  await fc.assert(
    fc.asyncProperty(
      fc.array(opening, { minLength: 1, maxLength: 4 }),
      fc.constantFrom(
        'campus-leader' as const,
        'campus-leader' as const,
        'national-director' as const,
        'cell-leader' as const,
      ),
      async (rows, role) => {
        const turn = run++
        // Names of earlier turns are taken; these are as new as the turn is.
        const fresh = rows.map((row) => ({ ...row, name: row.name.replace(/^Cell /, `Cell ${turn} `) }))
        const asSet = await refusal(async () => openAll.call(sets.services, await sets.as(role), fresh))
        const asOne = await refusal(async () => openEach.call(singles.services, await singles.as(role), fresh))
        expect(asSet).toEqual(asOne)
        seen[asSet ? 'refused' : 'opened']++
        if (!asSet) expect(await written(sets)).toEqual(await written(singles))
      },
    ),
    { numRuns: 60 },
  )
  expect(seen.refused).toBeGreaterThan(5)
  expect(seen.opened).toBeGreaterThan(5)
})
