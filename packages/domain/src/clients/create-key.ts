import { newApiKey } from '@ministry/auth'
import { sql } from '@ministry/db'
import { limitReached, notAllowed } from '@ministry/kernel/errors'
import { newId } from '@ministry/kernel/id'
import { ownPlace } from '../accounts/index.ts'
import { mutation } from '../verb.ts'
import { createKeyInput, keyCreated } from './clients.schema.ts'
import { tellOfKey } from './tell-of-key.ts'

/** Keys of one account that are in use at the same time. */
const MOST = 20

/**
 * Makes a key of one's own. It is in the answer and nowhere else: only its hash is kept. A key makes no further keys. A mail tells
 * of it, in case it was somebody else. Errors: NotAllowed (a key; `accounts.prove.needed`); LimitReached `clients.create-key.too-many`. Source: API-1.
 */
export const createKey = mutation({
  name: 'clients.create-key',
  permission: 'signed-in',
  stepUp: true,
  input: createKeyInput,
  output: keyCreated,
  async run(ctx, { name, scopes, days }) {
    if (ctx.caller.scopes) throw notAllowed('create', 'Account')
    const { accountId } = ctx.principal
    await ctx.tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`api-keys ${accountId}`}, 0))`)
    const inUse = await ctx.tx.prisma.apiKey.count({
      where: { accountId, revokedAt: null, expiresAt: { gt: ctx.at } },
    })
    if (inUse >= MOST) throw limitReached('clients.create-key.too-many', { most: MOST })
    const id = newId(ctx.at)
    const { key, hash, hint } = newApiKey()
    const expiresAt = new Date(ctx.at.getTime() + days * 86_400_000)
    const wanted = [...new Set<string>(scopes)].toSorted()
    await ctx.tx.rows(sql`
      insert into api_key (id, account_id, name, hint, token_hash, scopes, created_at, expires_at)
      values (${id}::uuid, ${accountId}::uuid, ${name}, ${hint}, ${hash}, ${wanted}::text[], ${ctx.at}, ${expiresAt})`)
    ctx.audit({
      ...{ noun: 'Account', subjectId: accountId, node: await ownPlace(ctx) },
      after: { keyId: id, hint, scopes: wanted, expiresAt },
    })
    await tellOfKey(ctx, 'api-key-created', name)
    return { id, key, expiresAt }
  },
})
