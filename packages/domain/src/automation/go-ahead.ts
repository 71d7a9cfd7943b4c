/** Words by which people let a proposed move to the graduates go on. The system makes the move: it takes place at both ends. */
import { find } from '@ministry/access/scope'
import { may } from '@ministry/access'
import { sql } from '@ministry/db'
import { notAllowed, ruleBroken } from '@ministry/kernel/errors'
import { newId } from '@ministry/kernel/id'
import type { Context } from '../context.ts'
import { lockPeople, type PersonRow } from '../people/index.ts'
import { goAheadGiven } from './automation.events.ts'
import { livesOf, type Life } from './facts.ts'
import { liftHolds } from './hold.ts'

/** What somebody says: where to, and whether at once. */
export interface Word {
  networkId: string | null
  now: boolean
}

/**
 * Writes the word for each person whose move is proposed; who has moved already, or of whom it has been said, is left. Says how many
 * words were new. Errors: NotFound; NotAllowed; RuleBroken `{code}.{not-proposed, not-of-region}`. Source: AUT-3.
 */
export async function giveGoAhead(
  ctx: Context,
  code: string,
  personIds: readonly string[],
  word: Word,
  check: (life: Life) => void = () => {},
): Promise<number> {
  const ids = [...new Set(personIds)]
  await lockPeople(ctx, ids)
  const wishes: { life: Life; occurrence: string }[] = []
  const lives = await livesOf(ctx, ids)
  for (const personId of ids) {
    const person = await find<PersonRow>(ctx, 'read', 'Person', personId)
    const life = lives.get(personId)
    if (life && hasMoved(life)) continue
    allowWord(ctx, person, life, word)
    const occurrence = life && proposed(life)
    if (!life || !occurrence) throw ruleBroken(`${code}.not-proposed`, { name: person.name })
    if (word.networkId !== null && !life.facts.networks.some(({ id }) => id === word.networkId))
      throw ruleBroken(`${code}.not-of-region`, { name: person.name })
    check(life)
    if (!saidAlready(life, word)) wishes.push({ life, occurrence })
  }
  for (const wish of wishes) await write(ctx, wish, word)
  if (wishes.length)
    ctx.emit(
      goAheadGiven.sendable(
        { personIds: wishes.map(({ life }) => life.person.id) },
        { subject: `person:${wishes[0]!.life.person.id}` },
      ),
    )
  return wishes.length
}

/** Who may change the home membership says both; who receives says into which network of theirs. */
function allowWord(ctx: Context, person: PersonRow, life: Life | undefined, { networkId, now }: Word): void {
  if (may(ctx.ability, 'update', 'Membership', { nodeId: person.homeNodeId, scopeIds: person.homeIds })) return
  // A network lies right below the region of the home.
  const scopeIds = [...person.homeIds.slice(0, 2), networkId ?? '']
  const receives = networkId !== null && may(ctx.ability, 'create', 'Membership', { nodeId: networkId, scopeIds })
  if (now || !receives || !life?.facts.networks.some(({ id }) => id === networkId))
    throw notAllowed('update', 'Membership')
}

/** The graduation whose move is proposed and not made yet. */
export const proposed = ({ facts, past }: Life): string | undefined =>
  past.enrolments.find(
    ({ automation, occurrence, ended }) => automation === 'alumni' && !ended && occurrence === facts.expectedGraduation,
  )?.occurrence
const hasMoved = ({ facts, past }: Life) =>
  facts.state === 'alumni' &&
  past.acts.some(({ automation, step, state }) => automation === 'alumni' && step === 'transition' && state === 'done')
const saidAlready = ({ facts: { goAhead }, holds }: Life, { networkId, now }: Word) =>
  (networkId === null || goAhead.networkId === networkId) &&
  (!now || (goAhead.now && !holds.some(({ automation, liftedOn }) => automation === 'alumni' && liftedOn === null)))

async function write(ctx: Context, { life, occurrence }: { life: Life; occurrence: string }, { networkId, now }: Word) {
  const { person } = life
  if (now) await liftHolds(ctx, person, 'alumni')
  await ctx.tx.rows(sql`
    insert into automation_go_ahead (id, person_id, occurrence, network_id, now, by_person, at)
    values (${newId(ctx.at)}::uuid, ${person.id}::uuid, ${occurrence}, ${networkId}::uuid, ${now}, ${ctx.principal.personId}::uuid, ${ctx.at})`)
  ctx.audit({
    noun: 'Automation',
    subjectId: person.id,
    node: { id: person.homeNodeId!, scopeIds: person.homeIds },
    after: { automation: 'alumni', occurrence, ...(networkId && { network: networkId }), ...(now && { now }) },
    person: { id: person.id },
  })
}
