import { expect, test } from 'vitest'
import { createTestDatabase } from './test-database.ts'
import { assertBound } from './logins.ts'
import { sql } from './sql.ts'

const { app, owner, ownerUrl, urls } = await createTestDatabase()
const nation = '01900000-0000-7000-8000-000000000001'
const other = '01900000-0000-7000-8000-000000000002'
await owner.query(
  `insert into org_node (id, kind, name, opened_on) values ($1, 'National', 'North', '2020-01-01'), ($2, 'National', 'South', '2020-01-01')`,
  [nation, other],
)

test('shows only rows of the context, to Prisma and to SQL alike', async () => {
  const seen = await app.transaction({ scope: { 'OrgNode.read': [nation] } }, { readOnly: true }, async (tx) => ({
    prisma: (await tx.prisma.orgNode.findMany({ select: { name: true } })).map(({ name }) => name),
    rows: (await tx.rows<{ name: string }>(sql`select name from org_node`)).map(({ name }) => name),
  }))
  expect(seen).toEqual({ prisma: ['North'], rows: ['North'] })
})

test('shows nothing without a context, and the context does not outlive its transaction', async () => {
  for (let i = 0; i < 12; i++) {
    const names = await app.transaction({ scope: {} }, { readOnly: true }, (tx) => tx.prisma.orgNode.findMany())
    expect(names).toEqual([])
  }
})

test('keeps parallel contexts apart', async () => {
  const names = await Promise.all(
    Array.from({ length: 40 }, (_, i) =>
      app.transaction(
        { scope: { 'OrgNode.read': [i % 2 ? nation : other] } },
        {},
        async (tx) => (await tx.prisma.orgNode.findFirstOrThrow()).name,
      ),
    ),
  )
  expect(names).toEqual(names.map((_, i) => (i % 2 ? 'North' : 'South')))
})

test('refuses to write in a read-only transaction', async () => {
  const write = app.transaction(
    { scope: { 'OrgNode.read': [nation], 'OrgNode.write': [nation] } },
    { readOnly: true },
    (tx) => tx.prisma.orgNode.update({ where: { id: nation }, data: { name: 'Stolen' } }),
  )
  await expect(write).rejects.toThrow(/read-only transaction/)
})

test('refuses to write outside the context', async () => {
  const write = app.transaction({ scope: { 'OrgNode.read': [nation, other], 'OrgNode.write': [nation] } }, {}, (tx) =>
    tx.prisma.orgNode.updateMany({ where: { id: other }, data: { name: 'Stolen' } }),
  )
  expect(await write).toEqual({ count: 0 })
})

test('knows a login that row-level security does not bind', async () => {
  await expect(assertBound(urls.app)).resolves.toBeUndefined()
  await expect(assertBound(ownerUrl)).rejects.toThrow('database.unbound')
})

test('has row-level security, forced, on every table', async () => {
  const { rows } = await owner.query(
    `select relname from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace and relname <> '_prisma_migrations' and not (relrowsecurity and relforcerowsecurity)`,
  )
  expect(rows).toEqual([])
})
