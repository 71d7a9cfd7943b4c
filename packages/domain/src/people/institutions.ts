import { reaches } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import { query } from '../verb.ts'
import { eachPerson, readableAt } from './person-line.ts'
import { institutionsInput, institutionsOutput } from './people.schema.ts'
import { placesOf } from './places.ts'

/** Of how many people institutions are gathered: suggestions, no statistics. */
const LOOKED_AT = 3000

/**
 * Institutions that people at a place already have, the most frequent first: what a form suggests, so that one is written in one way.
 * None for whoever doesn't read them of everybody there. Throws NotFound for the node. Source: PPL-1, ACS-3.
 */
export const institutions = query({
  name: 'people.institutions',
  permission: { action: 'read', noun: 'Person' },
  input: institutionsInput,
  output: institutionsOutput,
  async run(ctx, { nodeId }) {
    const place = (await placesOf(ctx, [nodeId])).get(nodeId)!
    const readable = readableAt(ctx, place)
    const shown = reaches(ctx, 'read', 'Person', place) && (readable === 'all' || readable.has('institution'))
    if (!shown) return { institutions: [] }
    const rows = await ctx.tx.rows<{ institution: string }>(sql`
      select p.institution from (select s.person_id from person_scope s where s.ancestor_id = ${nodeId}::uuid order by s.sort_name, s.person_id limit ${LOOKED_AT}) s
       cross join lateral ${eachPerson(sql`s.person_id`, sql`p.institution`)} p
       where p.institution is not null group by p.institution order by count(*) desc, p.institution limit 50`)
    return { institutions: rows.map(({ institution }) => institution) }
  },
})
