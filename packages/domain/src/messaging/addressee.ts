/** Whom a mail goes to, with all that decides whether it may: read as the role that delivers. */
import { sql, type Sql } from '@ministry/db'
import type { Addressee, Stop } from './consent.rules.ts'

type Rows = <Row extends object>(query: Sql) => Promise<Row[]>

export interface StoredAddressee extends Addressee {
  id: string
  name: string
  preferredName: string | null
  expectedGraduation: string | null
  languages: string[]
  homeNodeId: string | null
  /** From the National node down to the home. */
  homeIds: string[]
  /** Of the account that is open, if there is one. */
  accountId: string | null
  accountEmail: string | null
}
interface Row extends Omit<StoredAddressee, 'consents' | 'stops'> {
  consents: { purpose: string; given: boolean }[]
  stops: Stop[]
}

/** The person with consents to mails, suppressions of their addresses and the account, or null. One statement. */
export async function addresseeOf(rows: Rows, personId: string): Promise<StoredAddressee | null> {
  const [found] = await rows<Row>(sql`
    select p.id, p.name, p.preferred_name as "preferredName", p.expected_graduation as "expectedGraduation", p.languages,
           p.state, p.do_not_contact as "doNotContact", p.emails as addresses, p.home_node_id as "homeNodeId", p.home_ids as "homeIds",
           c.id as "accountId", c.email as "accountEmail", coalesce(f.digest, true) as digest,
           (select coalesce(json_agg(w), '[]') from (
              select distinct on (s.purpose) s.purpose, s.given from consent s
               where s.person_id = p.id and s.channel = 'email' order by s.purpose, s.at desc, s.id desc) w) as consents,
           (select coalesce(json_agg(json_build_object('address', u.address, 'kind', u.kind, 'reason', u.reason) order by u.since), '[]')
              from suppression u
             where u.lifted_at is null and (u.address = any (p.emails) or u.address = c.email)) as stops
      from person p
      left join account c on c.person_id = p.id and c.deactivated_at is null
      left join mail_preference f on f.person_id = p.id
     where p.id = ${personId}::uuid`)
  if (!found) return null
  return { ...found, consents: new Map(found.consents.map(({ purpose, given }) => [purpose, given])) }
}
