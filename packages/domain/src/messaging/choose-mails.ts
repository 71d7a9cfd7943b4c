import { sql } from '@ministry/db'
import { newId } from '@ministry/kernel/id'
import type { Context } from '../context.ts'
import { mutation } from '../verb.ts'
import { chooserOf, isOn, kindsFor, type Chooser } from './mail-choices.ts'
import { chooseMailsInput, chosen, unsubscribeInput, type MailKind } from './messaging.schema.ts'

/**
 * Which kinds of mails one wants, of all that there are: by the signed link of a mail, or for oneself. A no counts for all of the
 * person's addresses and is written down as a withdrawn consent; only the person's own hand takes it back. Essential mails go on.
 * Errors: NotSignedIn; RuleBroken `messaging.mail-choices.unknown-link`. Source: MSG-2, PRV-2.
 */
export const chooseMails = mutation({
  name: 'messaging.choose-mails',
  permission: 'public',
  door: 'auth',
  input: chooseMailsInput,
  output: chosen,
  async run(ctx, { token, kinds }) {
    const chooser = await chooserOf(ctx, token)
    const wanted = new Set(kinds)
    return choose(ctx, chooser, (kind) => wanted.has(kind), token === undefined ? 'own settings' : 'link in a mail')
  },
})

/**
 * One click: no more mails of the kind that the link came with. Nobody signs in, and a second click changes nothing. Errors:
 * RuleBroken `messaging.mail-choices.unknown-link`. Source: MSG-2, RFC 8058.
 */
export const unsubscribe = mutation({
  name: 'messaging.unsubscribe',
  permission: 'public',
  door: 'auth',
  input: unsubscribeInput,
  output: chosen,
  async run(ctx, { token }) {
    const chooser = await chooserOf(ctx, token)
    return choose(ctx, chooser, (kind) => kind !== chooser.asked && isOn(kind, chooser.to), 'one-click unsubscribe')
  },
})

async function choose(ctx: Context, chooser: Chooser, wants: (kind: MailKind) => boolean, source: string) {
  const { to } = chooser
  const changed = kindsFor(to).filter((kind) => isOn(kind, to) !== wants(kind))
  for (const kind of changed) await set(ctx, chooser, kind, wants(kind), source)
  if (changed.length)
    ctx.audit({
      noun: 'Person',
      subjectId: to.id,
      node: to.homeNodeId ? { id: to.homeNodeId, scopeIds: to.homeIds } : undefined,
      before: Object.fromEntries(changed.map((kind) => [kind, !wants(kind)])),
      after: Object.fromEntries(changed.map((kind) => [kind, wants(kind)])),
      person: { id: to.id, after: { source } },
    })
  return { changed }
}

async function set(ctx: Context, { to, addresses }: Chooser, kind: MailKind, on: boolean, source: string) {
  if (on)
    await ctx.tx.rows(sql`
      update suppression set lifted_at = ${ctx.at}
       where address = any (${addresses}::text[]) and reason = 'unsubscribe' and kind in (${kind}, 'all') and lifted_at is null`)
  else
    await ctx.tx.rows(sql`
      insert into suppression (id, address, kind, reason, since)
      select gen_random_uuid(), address, ${kind}, 'unsubscribe', ${ctx.at} from unnest(${addresses}::text[]) address order by address
      on conflict (address, kind, reason) do update set since = excluded.since, lifted_at = null`)
  if (kind === 'digest')
    await ctx.tx.rows(sql`
      insert into mail_preference (person_id, digest, updated_at) values (${to.id}::uuid, ${on}, ${ctx.at})
      on conflict (person_id) do update set digest = excluded.digest, updated_at = excluded.updated_at`)
  else if ((to.consents.get(kind) ?? null) !== on)
    await ctx.tx.rows(sql`
      insert into consent (id, person_id, channel, purpose, given, at, source, by_person)
      values (${newId(ctx.at)}::uuid, ${to.id}::uuid, 'email', ${kind}, ${on}, ${ctx.at}, ${source}, ${to.id}::uuid)`)
}
