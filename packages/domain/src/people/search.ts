import { reaches, scope } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import type * as z from 'zod'
import type { Context } from '../context.ts'
import { query } from '../verb.ts'
import { normalEmail, normalPhone } from './contact-data.ts'
import { homeNames } from './home-names.ts'
import { searchInput, searchOutput } from './people.schema.ts'
import { eachPerson, lineOf, readableAt, readableOf, readingAll, toLine, type LineRow } from './person-line.ts'
import { placesOf, type Place } from './places.ts'

/** How many finds are looked at; beyond, the term has to say more. */
const CAP = 500

/**
 * People at a node and below whose name is like the term, or whose e-mail address or phone number it is; best first, then by name.
 * Accents, case, the order of words and slips of the finger don't matter. Two statements where everybody there may be seen. Throws
 * NotFound for the node. Source: PPL-3, ACS-3.
 */
export const search = query({
  name: 'people.search',
  permission: { action: 'read', noun: 'Person' },
  input: searchInput,
  output: searchOutput,
  async run(ctx, { nodeId, term, take }) {
    const place = (await placesOf(ctx, [nodeId])).get(nodeId)!
    const readable = readableAt(ctx, place)
    const contact = contactOf(term, place)
    const all = !contact || readable === 'all' || readable.has(contact.field)
    return all && reaches(ctx, 'read', 'Person', place)
      ? findAmongAll(ctx, place, term, contact, take)
      : findAmongFew(ctx, place, term, contact, take)
  },
})

interface Contact {
  field: 'emails' | 'phones'
  value: string
}
type Found = z.input<typeof searchOutput>

/** A term that is an e-mail address or a phone number is looked up as one. */
function contactOf(term: string, { country }: Place): Contact | undefined {
  if (term.includes('@')) return { field: 'emails', value: normalEmail(term) }
  const phone = /^[\d\s()+./-]{6,}$/.test(term) ? normalPhone(term, country) : undefined
  return phone === undefined ? undefined : { field: 'phones', value: phone }
}

const best = ({ id }: Place, term: string, contact: Contact | undefined, take: number) =>
  sql`app.search_people(${id}::uuid, ${term}, ${contact?.value ?? null}, ${CAP}, ${take}) f`

async function findAmongAll(
  ctx: Context,
  place: Place,
  term: string,
  contact: Contact | undefined,
  take: number,
): Promise<Found> {
  const rows = await ctx.tx.rows<LineRow & { found: number }>(sql`
    select p.*, f.state, f.found::int from ${best(place, term, contact, take)} cross join lateral ${eachPerson(sql`f.id`)} p order by f.place`)
  const readable = readableAt(ctx, place)
  const total = rows[0]?.found ?? 0
  return { rows: rows.map((row) => toLine(ctx, row, readable)), total, refine: total >= CAP }
}

/** The same finds through the ability's own filter; a contact counts only where the caller may read it. */
async function findAmongFew(
  ctx: Context,
  place: Place,
  term: string,
  contact: Contact | undefined,
  take: number,
): Promise<Found> {
  const finds = await ctx.tx.rows<{ id: string }>(
    sql`select f.id from ${best(place, term, contact, CAP)} order by f.place`,
  )
  const ids = finds.map(({ id }) => id)
  const visible = scope(ctx, 'read', 'Person')
  const asked = scope({ ...ctx, ability: readingAll(ctx, contact ? [contact.field] : []) }, 'read', 'Person')
  const people = await ctx.tx.prisma.person.findMany({
    where: { AND: [visible, asked, { id: { in: ids } }] },
  })
  const homes = await homeNames(ctx, people)
  const lines = people
    // Archived people are not in lists; that somebody is, only those may know who may read the state.
    .filter((person) => person.state !== 'archived' || readableOf(ctx, person).has('state'))
    .toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))
    .map((person) => toLine(ctx, lineOf(person, homes), readableOf(ctx, person)))
  return { rows: lines.slice(0, take), total: lines.length, refine: finds.length >= CAP }
}
