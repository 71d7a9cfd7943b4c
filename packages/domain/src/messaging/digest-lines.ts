import { sql } from '@ministry/db'
import { id } from '@ministry/kernel/id'
import * as z from 'zod'
import type { Caller, Services } from '../context.ts'
import { query } from '../verb.ts'
import { wordsOf } from './news-words.ts'

/** Lines at most; the inbox has the rest. */
const LINES = 30

const ownLines = query({
  name: 'messaging.digest-lines',
  permission: 'signed-in',
  input: z.object({ mailId: id() }),
  output: z.array(z.string()),
  async run(ctx, { mailId }) {
    const rows = await ctx.tx.prisma.notification.findMany({
      where: { personId: ctx.principal.personId, digestId: mailId, readAt: null },
      orderBy: { id: 'asc' },
      take: LINES,
    })
    return (await wordsOf(ctx, rows)).map(({ text }) => text)
  },
})

/**
 * The news that a daily summary tells, in the words and with the names that its reader may see at this moment; none for other mails,
 * for what was read meanwhile, and for whoever can't sign in any more. Source: MSG-3, ACS-3.
 */
export async function digestLines(services: Services, caller: Caller, mailId: string): Promise<string[]> {
  const [reader] = await services.authDb.rows<{ accountId: string }>(sql`
    select c.id as "accountId" from outgoing_mail o join account c on c.person_id = o.person_id and c.deactivated_at is null
     where o.id = ${mailId}::uuid and o.kind = 'digest'`)
  const principal = reader && (await services.auth.sessions.principalOf(reader.accountId))
  return principal ? ownLines.call(services, { ...caller, principal }, { mailId }) : []
}
