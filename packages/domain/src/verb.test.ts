import { story } from '@ministry/seed'
import { sql } from '@ministry/db'
import { newId } from '@ministry/kernel/id'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { mutation, query } from './verb.ts'
import { createWorld } from './test-world.ts'

const { services, owner, as } = await createWorld()
const director = await as('national-director')
const permission = { action: 'read', noun: 'OrgNode' } as const
const { id } = story.nodes.kilima
const rename = (name: string) => sql`update org_node set name = ${name} where id = ${id}::uuid`
const nameNow = async () =>
  (await owner.query<{ name: string }>('select name from org_node where id = $1', [id])).rows[0]!.name

test('a mutation that writes without an audit row rolls back', async () => {
  const silent = mutation({
    name: 'org.silent',
    permission,
    input: z.object({}),
    output: z.object({}),
    async run(ctx) {
      ctx.asked('read', 'OrgNode')
      await ctx.tx.rows(rename('Silent'))
      return {}
    },
  })
  const before = await nameNow()
  await expect(silent.call(services, director, {})).rejects.toThrow('without an audit entry')
  expect(await nameNow()).toBe(before)
})

test('a mutation that changes nothing needs no audit row', async () => {
  const idle = mutation({
    name: 'org.idle',
    permission,
    input: z.object({}),
    output: z.object({}),
    async run(ctx) {
      ctx.asked('read', 'OrgNode')
      return {}
    },
  })
  await expect(idle.call(services, director, {})).resolves.toEqual({})
})

test('a verb that never asks the ability fails and rolls back', async () => {
  const careless = mutation({
    name: 'org.careless',
    permission,
    input: z.object({}),
    output: z.object({}),
    async run(ctx) {
      await ctx.tx.rows(rename('Careless'))
      ctx.audit({ noun: 'OrgNode', subjectId: id })
      return {}
    },
  })
  const before = await nameNow()
  await expect(careless.call(services, director, {})).rejects.toThrow('never asked')
  expect(await nameNow()).toBe(before)
})

test('a query cannot write', async () => {
  const sly = query({
    name: 'org.sly',
    permission,
    input: z.object({}),
    output: z.object({}),
    async run(ctx) {
      ctx.asked('read', 'OrgNode')
      await ctx.tx.rows(rename('Sly'))
      return {}
    },
  })
  await expect(sly.call(services, director, {})).rejects.toThrow(/read-only/)
})

test('audit and outbox stand in the transaction of the act', async () => {
  const subject = newId()
  const act = (fail: boolean) =>
    mutation({
      name: 'org.tell',
      permission,
      input: z.object({}),
      output: z.object({}),
      async run(ctx) {
        ctx.asked('read', 'OrgNode')
        ctx.audit({
          noun: 'OrgNode',
          subjectId: subject,
          node: story.nodes.kilima,
          before: { a: 1 },
          after: { a: 2 },
          reason: 'test',
        })
        ctx.emit({ name: 'org/node.told', data: { id: subject }, subject: `node:${subject}` })
        if (fail) throw new Error('no')
        return {}
      },
    })
  await expect(act(true).call(services, director, {})).rejects.toThrow('no')
  const rows = async () => [
    (
      await owner.query(
        `select action, before, after, reason, actor_person_id, request_id, address, scope_ids from audit_entry where subject_id = $1`,
        [subject],
      )
    ).rows,
    (await owner.query(`select name, data from outbox_event where subject = $1`, [`node:${subject}`])).rows,
  ]
  expect(await rows()).toEqual([[], []])
  await act(false).call(services, director, {})
  const [audit, outbox] = await rows()
  expect(audit).toEqual([
    {
      action: 'org.tell',
      before: { a: 1 },
      after: { a: 2 },
      reason: 'test',
      actor_person_id: director.principal!.personId,
      request_id: director.request.id,
      address: '127.0.0.1',
      scope_ids: story.nodes.kilima.scopeIds,
    },
  ])
  expect(outbox).toEqual([{ name: 'org/node.told', data: { id: subject } }])
})

test('turns away who is not signed in, who has no right anywhere, and a wrong input, each by its kind', async () => {
  const verb = query({
    name: 'org.any',
    permission: { action: 'open', noun: 'OrgNode' },
    input: z.object({ name: z.string().min(3) }),
    output: z.object({}),
    async run(ctx) {
      ctx.asked('open', 'OrgNode')
      return {}
    },
  })
  const nobody = { ...director, principal: null }
  await expect(verb.call(services, nobody, { name: 'abc' })).rejects.toMatchObject({ kind: 'NotSignedIn' })
  await expect(verb.call(services, await as('external-contributor'), { name: 'abc' })).rejects.toMatchObject({
    kind: 'NotAllowed',
  })
  await expect(verb.call(services, director, { name: 'a' })).rejects.toMatchObject({
    kind: 'InvalidInput',
    issues: [{ path: 'name' }],
  })
})
