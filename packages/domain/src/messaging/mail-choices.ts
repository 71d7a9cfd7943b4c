import { notSignedIn, ruleBroken } from '@ministry/kernel/errors'
import { sql } from '@ministry/db'
import type { Context } from '../context.ts'
import { query } from '../verb.ts'
import { addresseeOf, type StoredAddressee } from './addressee.ts'
import { consentsTo } from './consent.rules.ts'
import { partly } from './partly.ts'
import { mailChoicesInput, mailChoicesOutput, mailKind, mailKinds, type MailKind } from './messaging.schema.ts'

export interface Chooser {
  to: StoredAddressee
  /** Lower-cased: where the mail went, and all that the person has. */
  addresses: string[]
  /** Of the mail that the link came with. */
  asked: MailKind | null
}

/** Who chooses: by the link of a mail, or whoever is signed in. Throws RuleBroken `messaging.mail-choices.unknown-link`, NotSignedIn. */
export async function chooserOf(ctx: Context, token: string | undefined): Promise<Chooser> {
  if (token === undefined) {
    if (!ctx.caller.principal) throw notSignedIn()
    return chooser(ctx, ctx.principal.personId, null, null)
  }
  const mailId = ctx.services.mailTokens.read(token)
  const [mail] = await ctx.tx.rows<{ personId: string; kind: string; recipient: string }>(sql`
    select person_id as "personId", kind, recipient from outgoing_mail where id = ${mailId}::uuid and kind <> 'account' and person_id is not null`)
  if (!mail) throw unknownLink()
  return chooser(ctx, mail.personId, mailKind.catch('ministry').parse(mail.kind), mail.recipient)
}
const unknownLink = () => ruleBroken('messaging.mail-choices.unknown-link')

async function chooser(
  ctx: Context,
  personId: string,
  asked: MailKind | null,
  recipient: string | null,
): Promise<Chooser> {
  const to = await addresseeOf(ctx.tx.rows, personId)
  if (!to) throw unknownLink()
  const all = [recipient, ...to.addresses, to.accountEmail].flatMap((address) => address?.toLowerCase() || [])
  return { to, addresses: [...new Set(all)], asked }
}

/** Whether the person gets mails of this kind, as far as they themself have a say. */
export function isOn(kind: MailKind, to: StoredAddressee): boolean {
  const unsubscribed = to.stops.some(
    (stop) => stop.reason === 'unsubscribe' && (stop.kind === kind || stop.kind === 'all'),
  )
  return consentsTo(kind, to.consents) && !unsubscribed && (kind !== 'digest' || to.digest)
}
/** The summary is for those who can sign in. */
export const kindsFor = (to: StoredAddressee): MailKind[] =>
  mailKinds.filter((kind) => kind !== 'digest' || to.accountId !== null)

/**
 * Which mails one gets: by the signed link of a mail, without signing in, or for oneself. Opening it changes nothing. Errors:
 * NotSignedIn; RuleBroken `messaging.mail-choices.unknown-link`. Source: MSG-2, PUB-1.
 */
export const mailChoices = query({
  name: 'messaging.mail-choices',
  permission: 'public',
  door: 'auth',
  input: mailChoicesInput,
  output: mailChoicesOutput,
  async run(ctx, { token }) {
    const { to, addresses, asked } = await chooserOf(ctx, token)
    const [top] = await ctx.tx.rows<{ name: string }>(
      sql`select name from org_node where id = ${to.homeIds[0] ?? null}::uuid`,
    )
    return {
      address: partly(addresses[0] ?? ''),
      movement: top?.name ?? '',
      asked,
      contact: !to.doNotContact,
      kinds: kindsFor(to).map((kind) => ({ kind, on: isOn(kind, to) })),
    }
  },
})
