/** What came of the demo's past by now. */
import pg from 'pg'

/**
 * Marks what acts of the past have sent off as long arrived: mails went out in their time, news were read, and of the events only those
 * stay that the durable functions have still to follow (seats that are open). `ownerUrl` is the database's owner.
 */
export async function settlePast(ownerUrl: string, now: Date): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query('begin')
    await client.query(
      `update outbox_event e set delivered_at = e.created_at + interval '1 second'
        where e.delivered_at is null and not exists (select from approval_seat s
               where e.name = 'approvals/seat.opened' and s.id::text = e.data ->> 'seatId' and s.state = 'open')`,
    )
    await client.query(
      `update outgoing_mail set state = 'sent', sent_at = created_at + interval '4 seconds' where state = 'queued'`,
    )
    await client.query(
      `update notification set read_at = created_at + interval '5 hours'
        where read_at is null and dedupe_key not like 'demo:%' and created_at < $1`,
      [new Date(now.getTime() - 3 * 86_400_000)],
    )
    await client.query('commit')
  } finally {
    await client.end()
  }
}
