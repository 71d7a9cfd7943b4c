import type { Context } from '../context.ts'
import { settingsOf } from '../org/index.ts'
import { query } from '../verb.ts'
import { caseInput, caseOutput, type CaseView } from './approvals.schema.ts'
import { shownFiles } from './case-files.ts'
import { barredFrom } from './barred.ts'
import { findCase, seatsOf, votesOf, type CaseRow, type StoredSeat } from './case-row.ts'
import { ruleFor } from './route.rules.ts'
import { routeDefinition } from './route.schema.ts'
import { seatsAbove } from './seats-above.ts'
import { inPower } from './power.ts'
import { askedAt, sayOf, signable, type VoteRow } from './sign.rules.ts'
import { describe } from './summaries.ts'
import { worldAt, type NamedWorld } from './world.ts'

/**
 * A request with its way, its trail and what the reader may do now: for the requester, whoever has a say in it, and readers of what it
 * is about. Errors: NotFound. Source: APR-1, APR-8.
 */
export const get = query({
  name: 'approvals.get',
  permission: 'signed-in',
  input: caseInput,
  output: caseOutput,
  async run(ctx, { id }) {
    const row = await findCase(ctx, id)
    const seats = await seatsOf(ctx, row)
    const votes = await votesOf(ctx, row)
    const trail = await ctx.tx.prisma.approvalTrail.findMany({ where: { caseId: id }, orderBy: { seq: 'asc' } })
    const comments = await ctx.tx.prisma.approvalComment.findMany({
      where: { caseId: id },
      orderBy: [{ at: 'asc' }, { id: 'asc' }],
    })
    const earlier = await ctx.tx.prisma.approvalSeat.findMany({
      where: { caseId: id, id: { in: trail.flatMap(({ seatId }) => (seatId ? [seatId] : [])) } },
      select: { id: true, role: true, nodeId: true },
    })
    const route = row.routeId
      ? await ctx.tx.prisma.approvalRoute.findUnique({ where: { id: row.routeId }, select: { version: true } })
      : null
    const given = seats.flatMap(({ assignedTo, assignedBy }) => [assignedTo, assignedBy]).filter((one) => one !== null)
    const files = await shownFiles(ctx, row)
    const amount = row.amount === null ? null : Number(row.amount)
    const { currency, ...standing } = await inPower(ctx, row.scopeIds[0]!, 'approvals.get', async (power) => {
      const judged = await barredFrom(power, row, votes)
      return {
        ...judged,
        world: await worldAt(power, row, [...judged.barred, ...given], ctx.at),
        currency: amount === null ? '' : (await settingsOf(power, row.scopeIds[0]!)).currency.value,
      }
    })
    const facts = (row.summary as { facts?: Record<string, string> }).facts ?? {}
    const asked = new Map(seats.map((seat) => [seat.id, peopleOf(standing, seat, votes)]))
    const said = votes.flatMap(({ personId, forPersonId }) => [personId, forPersonId])
    const { who, line, place } = await describe(
      ctx,
      [row],
      [
        ...said,
        ...given,
        ...[...asked.values()].flat().flatMap((one) => [one.id, one.deputyId]),
        ...[...trail, ...comments].map(({ personId }) => personId),
        ...trail.map(({ values }) => forOf(values)),
      ],
    )
    // A case whose definition this version can't read is still shown: whoever mends it must see it.
    const { data: definition } = routeDefinition.safeParse(row.definition)
    const known = (one: string | null) => (one ? who(one) : null)
    const placed = new Map(earlier.map(({ id: seatId, role, nodeId }) => [seatId, { seat: role, nodeId } as never]))
    return {
      ...row,
      ...line(row),
      own: row.personId === ctx.principal.personId,
      state: row.state as CaseView['state'],
      routeVersion: route?.version ?? null,
      rule: definition ? (ruleFor(definition, { amount, facts })?.when ?? null) : null,
      counted: amount === null ? null : { minor: amount, currency },
      seats: seats.map((seat) => ({
        ...seat,
        seat: seat.role as never,
        act: seat.act as 'decide',
        state: seat.state as 'open',
        because: seat.because as never,
        place: place(seat.nodeId),
        people: asked.get(seat.id)!.map((one) => ({ ...who(one.id), deputy: known(one.deputyId) })),
        assignedTo: known(seat.assignedTo),
        votes: votes
          .filter(({ seatId }) => seatId === seat.id)
          .map((vote) => ({
            ...{ by: who(vote.personId), for: known(vote.forPersonId), choice: vote.choice as 'approve' },
            ...{ reason: vote.reason, at: vote.at },
          })),
      })),
      trail: trail.map(({ kind, personId, seatId, reason, values, revision, at }) => ({
        ...{ kind, by: known(personId), seat: placed.get(seatId ?? '') ?? null, reason, revision, at },
        values: wordsOf(values, who),
      })),
      comments: comments.map(({ personId, text, at }) => ({ by: who(personId), text, at })),
      files,
      may: mayDo(ctx, row, seats, votes, standing, who),
    }
  },
})

const forOf = (values: unknown) => (values as { for?: string }).for ?? null
const wordsOf = (values: unknown, who: (id: string) => { name: string }) => {
  const { for: forId, ...rest } = values as Record<string, string | number>
  return { ...rest, ...(typeof forId === 'string' && { for: who(forId).name }) }
}

interface Judged {
  world: NamedWorld
  excluded: string[]
  barred: string[]
}
/** Who could sign now; of a seat that has signed, who did. */
function peopleOf({ world, barred }: Judged, seat: StoredSeat, votes: readonly VoteRow[]) {
  if (seat.state === 'open' || seat.state === 'waiting') return askedAt(world, seat, votes, barred)
  return votes
    .filter(({ seatId }) => seatId === seat.id)
    .map((vote) => ({ id: sayOf(vote), deputyId: vote.forPersonId ? vote.personId : null }))
}

function mayDo(
  ctx: Context,
  row: CaseRow,
  seats: readonly StoredSeat[],
  votes: readonly VoteRow[],
  { world, excluded, barred }: Judged,
  who: (id: string) => { id: string; name: string },
): CaseView['may'] {
  const me = ctx.principal.personId
  const running = row.state === 'open'
  const mine = running ? signable(world, seats, votes, { excluded, barred }, me) : null
  const turn = mine && 'seat' in mine ? mine : null
  const requested = row.personId === me && (running || row.state === 'sent_back')
  return {
    decide: turn !== null,
    decideFor: turn?.forId ? who(turn.forId) : null,
    abstain: turn?.seat.role === 'board-member',
    delegate: turn !== null && turn.forId === null && turn.seat.assignedTo === null && turn.seat.quorum === 1,
    reassign: running ? seatsAbove(world, seats, barred, me).map(({ id }) => id) : [],
    edit: requested,
    withdraw: requested,
    comment: true,
    refused: mine && 'refused' in mine ? mine.refused : null,
  }
}
