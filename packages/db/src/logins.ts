/** Who signs in to the database: one login for each duty, none of them the owner of a table (ACS-4). */
import { createHmac } from 'node:crypto'
import { unavailable } from '@ministry/kernel/errors'
import pg from 'pg'

export const duties = ['app', 'auth', 'relay', 'executor'] as const
export type Duty = (typeof duties)[number]
export type DutyUrls = Record<Duty, string>

/**
 * Makes (or corrects) a login for each duty beside the owner's and returns their addresses. Passwords follow from the
 * product's secret, so nothing more has to be kept. Throws Unavailable where the owner may not create roles.
 */
export async function ensureLogins(ownerUrl: string, secret: string): Promise<DutyUrls> {
  const database = decodeURIComponent(new URL(ownerUrl).pathname.slice(1))
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock(hashtext($1))', ['ministry-logins'])
    const urls = {} as DutyUrls
    for (const duty of duties) {
      const login = `${database.slice(0, 46)}_${duty}_login`
      const password = createHmac('sha256', secret).update(`database login ${login}`).digest('base64url')
      const { rowCount } = await client.query('select from pg_roles where rolname = $1', [login])
      const name = pg.escapeIdentifier(login)
      const verb = rowCount ? 'alter' : 'create'
      await client.query(
        `${verb} role ${name} login nosuperuser nobypassrls nocreaterole nocreatedb password ${pg.escapeLiteral(password)}`,
      )
      await client.query(`grant ministry_${duty} to ${name}`)
      const url = new URL(ownerUrl)
      url.username = encodeURIComponent(login)
      url.password = password
      urls[duty] = url.href
    }
    return urls
  } catch (cause) {
    throw unavailable(
      'database.logins',
      new Error(
        `The database user in DATABASE_URL can't create the logins that the product needs: ${(cause as Error).message}`,
        { cause },
      ),
    )
  } finally {
    await client.end()
  }
}

/** Throws unless row-level security really binds this login: not superuser, not BYPASSRLS, owner of no table. */
export async function assertBound(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ unbound: boolean }>(
    `select r.rolsuper or r.rolbypassrls or exists (select from pg_class c where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and pg_has_role(r.oid, c.relowner, 'member')) as unbound
       from pg_roles r where r.rolname = current_user`,
  )
  await client.end()
  if (rows[0]?.unbound !== false)
    throw unavailable(
      'database.unbound',
      new Error('The application must not connect as owner or superuser of its tables.'),
    )
}
