import { ruleBroken } from '@ministry/kernel/errors'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { staged } from './staged.ts'
import { createWorld } from './test-world.ts'
import { mutation } from './verb.ts'

const { services, owner, as } = await createWorld()
const within = mutation({
  name: 'test.stage',
  permission: { action: 'create', noun: 'Invitation' },
  input: z.object({ doubled: z.number() }),
  output: z.object({ doubled: z.number() }),
  run(ctx, { doubled }) {
    ctx.asked('create', 'Invitation')
    ctx.audit({ noun: 'Test', after: { doubled } })
    return Promise.resolve({ doubled })
  },
})
let acted = 0
const verb = staged(within, {
  input: z.object({ number: z.coerce.number() }),
  output: z.object({ text: z.string() }),
  async act(services, caller, { number }) {
    acted++
    const { doubled } = await within.perform(services, caller, { doubled: number * 2 })
    if (doubled > 100) throw ruleBroken('test.stage.too-large')
    return { text: `${doubled}` }
  },
})
const recorded = async () => (await owner.query(`select after from audit_entry where action = 'test.stage'`)).rows

test('has the name, the permission and the record of its transaction, and shapes of its own', async () => {
  expect(verb).toMatchObject({
    name: 'test.stage',
    kind: 'mutation',
    permission: { action: 'create', noun: 'Invitation' },
  })
  expect(await verb.call(services, await as('campus-administrator'), { number: '21' })).toEqual({ text: '42' })
  expect(await recorded()).toEqual([{ after: { doubled: 42 } }])
})

test('does none of its work for whoever may not', async () => {
  acted = 0
  await expect(verb.call(services, await as('small-group-member'), { number: 1 })).rejects.toMatchObject({
    kind: 'NotAllowed',
  })
  await expect(verb.perform(services, await as('small-group-member'), { number: 1 })).rejects.toMatchObject({
    kind: 'NotAllowed',
  })
  await expect(verb.call(services, await as('campus-administrator'), { number: 'x' })).rejects.toMatchObject({
    kind: 'InvalidInput',
  })
  expect(acted).toBe(0)
})

test('what it throws at the end leaves the record standing', async () => {
  await expect(verb.call(services, await as('campus-administrator'), { number: 60 })).rejects.toMatchObject({
    code: 'test.stage.too-large',
  })
  expect(await recorded()).toContainEqual({ after: { doubled: 120 } })
})

test('is no part of another transaction', async () => {
  await expect(verb.within({} as never, { number: 1 })).rejects.toThrow('test.stage works in steps')
})
