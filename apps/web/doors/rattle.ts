/**
 * People who have no business with what is behind the product's procedures, rattling at every one of them in a movement that is full of
 * life: with identifiers of others in each place of each input, beside their own and alone. Only tests import this. Source: ACS-3,
 * ACS-4, ACC-4.
 */
import { rootRouter } from '@ministry/api'
import { openDatabase } from '@ministry/db'
import { verbOf, type Verb } from '@ministry/domain'
import { MinistryError } from '@ministry/kernel/errors'
import { newId } from '@ministry/kernel/id'
import { story } from '@ministry/seed'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { plant } from '../demo/planted.ts'
import { foreignTo, type Foreign } from './foreign.ts'
import { shapesOf } from './inputs.ts'

const thorough = import.meta.env.MODE === 'thorough'
const { nodes, people } = story
type World = Awaited<ReturnType<typeof plant>>
type Who = Awaited<ReturnType<World['stage']['callerOf']>>

const procedures = rootRouter._def.procedures as unknown as Record<string, object>
const doors = Object.entries(procedures).map(([path, procedure]) => {
  const verb = verbOf(procedure) as Verb
  const shapes = shapesOf(verb.input)
  return { path, verb, shapes }
})
/** Who rattles. The first two share nothing with the rest of the movement. */
const rattlers = {
  akua: { does: 'directs another movement', place: nodes.harvest },
  yusuf: { does: 'administers a campus of another region', place: nodes.bahari },
  halima: { does: 'directs another region', place: nodes.coast },
  lucia: { does: 'administers the campus beside', place: nodes.mtoni },
  ibrahim: { does: 'leads a group of the campus beside', place: nodes.mtoni },
  zoe: { does: 'is in a group of graduates', place: nodes.youngProfessionals },
} as const
type Rattler = keyof typeof rattlers

/** Which of the two walls stands: the other was taken away, and nothing may leak all the same. Source: ACS-4. */
export type Walls = 'both' | 'policies' | 'abilities'

export const everybody = Object.keys(rattlers) as Rattler[]

/** Every procedure's input, as shapes. */
export const everyDoor = doors

/**
 * Tries every procedure as each of these people, while these walls stand. Nothing of others comes out and nothing of theirs is changed;
 * with both walls whoever asks can't tell what is hidden from what isn't there either. `takeDown` is called when the world stands.
 */
export function rattle(actors: readonly Rattler[], walls: Walls, takeDown: () => void = () => {}): void {
  let world: World
  beforeAll(async () => {
    world = await settled()
    takeDown()
  }, 120_000)

  describe.each(actors.map((actor) => [actor, rattlers[actor].does] as const))('%s, who %s', (actor) => {
    const { place } = rattlers[actor]
    const personId = people[actor].id
    let foreign: Foreign
    let who: Who
    /** What the rows of others are, before each door. */
    let state: Map<string, string>
    /** What transfers tell people far away on purpose: whom an offer is about, who makes it, and where one may be sent. Source: PPL-4. */
    let offered: Set<string>
    /** Identifiers under which they have begun something of their own. */
    const chosen = new Set<string>()
    let onEnd = () => Promise.resolve()
    afterAll(() => onEnd())
    beforeAll(async () => {
      foreign = await foreignTo(world.owner, [place.id], personId)
      state = await foreign.state()
      who = await world.stage.callerOf(actor, [0, '06:00'])
      if (walls === 'abilities') {
        const db = openDatabase(world.ownerUrl, { max: 4 })
        onEnd = () => db.close()
        who = { ...who, services: { ...who.services, db } }
      }
      const { rows } = await world.owner.query<{ said: string }>(
        `select unnest(array[p.name, p.preferred_name, o.name, o.preferred_name]) as said
         from transfer t join person p on p.id = t.person_id join person o on o.id = t.offered_by
        where $1 = any (t.scope_ids)
       union select unnest(array[id::text, name]) from org_node where kind in ('Campus', 'GraduateNetwork') and $2 = scope_ids[1]`,
        [place.id, place.scopeIds?.[0] ?? nodes.lighthouse.id],
      )
      offered = new Set(rows.map(({ said }) => said))
    })

    const own = (path: string) =>
      /person/i.test(path) ? personId : /node|parent|place/i.test(path) ? place.id : newId(world.clock.now())
    const leaks = (path: string, { out }: Outcome, sent = '') => {
      const ids = identifiersIn(out).filter((id) => foreign.all.has(id) && id !== sent && !chosen.has(id))
      const texts = [...textsIn(out)].filter((text) => foreign.texts.has(text))
      return [...ids, ...texts].filter((said) => !(path.startsWith('transfers.') && offered.has(said)))
    }

    test.each(doors)(
      '$path',
      async ({ path, verb, shapes }) => {
        const faults = new Set<string>()
        const many = thorough
          ? shapes.length
          : shapes.some(({ places }) => places.length)
            ? walls === 'both'
              ? 3
              : 2
            : 1
        for (const shape of shapes.slice(0, many)) {
          // What is theirs alone they may well change: it would only take from them what the rest needs.
          if (verb.kind === 'query' || shape.places.length === 0)
            for (const said of leaks(path, await call(verb, who, shape.filled(own)))) faults.add(`says ${said}`)
          for (const place of shape.places) {
            const without = await call(
              verb,
              who,
              shape.filled((asked) => (asked === place ? undefined : own(asked))),
            )
            for (const said of leaks(path, without)) faults.add(`without ${place}: says ${said}`)
            const at = (id: string) => (asked: string) => (asked === place ? id : own(asked))
            const nothing = await call(verb, who, shape.filled(at(newId(world.clock.now()))))
            for (const table of tablesFor(place, verb, foreign)) {
              const ids = foreign.ids.get(table)!
              // What is begun under an identifier of one's own choice is found under it later: not the one that later doors are tried with.
              const begins = verb.kind === 'mutation' && nothing.kind === 'done'
              if (begins && ids.length === 1) continue
              const id = (begins ? ids.at(-1) : ids[0])!
              const outcome = await call(verb, who, shape.filled(at(id)))
              if (begins && outcome.kind === 'done') chosen.add(id)
              for (const said of leaks(path, outcome, id)) faults.add(`${place} of ${table}: says ${said}`)
              // That an identifier is taken is all that it says, to whoever knows it already.
              if (begins && outcome.kind === 'Conflict') continue
              if (walls !== 'policies' && worded(outcome) !== worded(nothing))
                faults.add(`${place} of ${table}: ${worded(outcome)}, and where nothing is: ${worded(nothing)}`)
            }
          }
        }
        if (verb.kind === 'mutation') {
          const now = await foreign.state()
          for (const [table, rows] of state) if (now.get(table) !== rows) faults.add(`changed ${table}`)
          state = now
        }
        expect([...faults]).toEqual([])
      },
      60_000,
    )

    test('could do something all the while', async () => {
      const { caller, services } = await world.stage.callerOf(actor, [0, '06:00'])
      expect(caller.principal).toEqual(who.caller.principal)
      const get = doors.find(({ path }) => path === 'org.get')!.verb
      await expect(get.call(services, caller, { nodeId: place.id })).resolves.toMatchObject({ id: place.id })
    })
  })
}

/** The lively demo, and what it has nothing of: lists that somebody keeps, files that leave, keys, and where news goes. */
async function settled(): Promise<World> {
  const world = await plant('2026-11-23T06:30:00Z')
  const [grace, faith] = [await world.api('grace'), await world.api('faith')]
  const at = { nodeId: nodes.kilima.id }
  const office = { nodeId: nodes.lighthouse.id }
  const looks = { filter: {}, columns: ['email' as const], order: { by: 'name' as const, descending: false } }
  await grace.people.views.save({ ...office, ...looks, name: 'Whom the office calls', shared: true })
  await faith.people.views.save({ ...at, ...looks, name: 'Freshers without a group' })
  await faith.people.exports.begin({ ...at, filter: {}, format: 'csv' })
  const hook = { url: 'https://hooks.example.org/in', description: 'The list of the office' }
  await grace.webhooks.create({ ...office, ...hook, events: ['people.create'] })
  await faith.clients.createKey({ name: 'A script of Faith', scopes: ['members:read'], days: 30 })
  return world
}

/** What came of a call: what went out, or the refusal. */
interface Outcome {
  kind: string
  out: unknown
}
async function call(verb: Verb, { services, caller }: Who, input: unknown): Promise<Outcome> {
  try {
    return { kind: 'done', out: await verb.call(services, caller, input) }
  } catch (error) {
    if (!(error instanceof MinistryError)) return { kind: 'Defect', out: String(error) }
    const { kind, message, code, values, issues } = error
    return { kind, out: { message, code, values, issues } }
  }
}

/** Tables whose rows a place of this name means. */
const meant: [RegExp, string[]][] = [
  [/node|parent|network|place|home|from$|to$/i, ['org_node']],
  [/person|assignee|deputy|survivor|merged|first|second|leader|other/i, ['person']],
  [/tag|add|remove/i, ['tag', 'person']],
  [/field|custom/i, ['custom_field']],
  [/case/i, ['approval_case']],
  [/file/i, ['file']],
]
/** All of them, or those that the place or the noun of the act means. */
function tablesFor(path: string, { permission }: Verb, { ids }: Foreign): string[] {
  if (thorough) return [...ids.keys()]
  const name = /([a-z]+?)(?:Ids?)?(?:\[\d+\]|\.\*|\.key\})*$/i.exec(path)?.[1] ?? ''
  const noun = typeof permission === 'object' ? permission.noun.replaceAll(/(?<=.)(?=[A-Z])/g, '_').toLowerCase() : ''
  const likely = meant.find(([pattern]) => pattern.test(name))?.[1] ?? [noun, 'person', 'org_node', 'account']
  const found = likely.filter((table) => ids.has(table))
  return noun || found.length ? found : [...ids.keys()]
}

const identifiers = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g
const written = (out: unknown): string => JSON.stringify(out) ?? ''
const identifiersIn = (out: unknown): string[] => written(out).match(identifiers) ?? []
const worded = ({ kind, out }: Outcome): string => `${kind} ${written(out).replaceAll(identifiers, '·')}`
function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value
  else if (Array.isArray(value)) for (const one of value) yield* textsIn(one)
  else if (value && typeof value === 'object')
    for (const [key, one] of Object.entries(value)) {
      yield key
      yield* textsIn(one)
    }
}
