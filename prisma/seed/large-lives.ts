/** Whose home is where, and what three years made of them, as rows in COPY's text format. */
import { addressParts, drawLargeName, type LargeName } from './large-names.ts'
import { seats } from './large-roles.ts'
import { largeId, type LargeNode, type LargeSize } from './large-tree.ts'
import { seededRandom, type Random } from './random.ts'
import { daysAfter, STORY_DAY, type State } from './story-people.ts'

const DAYS = 3 * 365
const NULL = '\\N'

/** Rows of one batch by table, each a line of COPY's text format. */
export type Lines = Record<'person' | 'membership' | 'membership_state' | 'consent' | 'do_not_contact', string[]>
/** The columns of those lines. */
export const lineColumns: Record<keyof Lines, string> = {
  person:
    'id, name, sort_name, search, gender, birth_date, emails, phones, city, country, institution, course_of_study, expected_graduation, expected_graduation_source, languages, do_not_contact, listed_in_group, state, home_node_id, scope_ids, home_ids, created_at, updated_at',
  membership: 'id, person_id, node_id, is_home, state, joined_on, left_on, scope_ids',
  membership_state: 'id, membership_id, state, since, recorded_at, reason',
  consent: 'id, person_id, channel, purpose, given, at, source',
  do_not_contact: 'id, person_id, since, reason',
}
/** Somebody with the home at a node. */
export interface Resident {
  personId: string
  node: LargeNode
  joinedOn: string
}

export interface Lives {
  /** The next people, and where they live; fewer than asked for at the end. */
  next(count: number): { lines: Lines; residents: Resident[] }
}

/**
 * Draws lives one after the other: the same for the same tree and size. `reserved` are the homes of the first people,
 * `folded` says what the database's app.fold makes of each part of a name.
 */
export function drawLives(
  nodes: readonly LargeNode[],
  { people }: LargeSize,
  reserved: readonly LargeNode[],
  folded: ReadonlyMap<string, string>,
): Lives {
  const random = seededRandom(300_000)
  const homes = settle(nodes, people, reserved, random)
  const write = writer(nodes, folded, random)
  let at = 0
  return {
    next(count) {
      const lines: Lines = { person: [], membership: [], membership_state: [], consent: [], do_not_contact: [] }
      const residents: Resident[] = []
      for (const end = Math.min(people, at + count); at < end; at++)
        residents.push(write(lines, at + 1, nodes[homes[at]!]!))
      return { lines, residents }
    },
  }
}

/** Homes by weight, and somebody for every seat; in no order, as people come in over the years. */
function settle(nodes: readonly LargeNode[], people: number, reserved: readonly LargeNode[], random: Random) {
  const places = new Map(nodes.map((node, place) => [node, place]))
  const seated = nodes.flatMap((node, place) => seats[node.kind].map(() => place))
  const fixed = reserved.map((node) => places.get(node)!)
  if (fixed.length + seated.length > people)
    throw new RangeError(`${people} people can't fill the seats of ${nodes.length} nodes.`)
  const upTo: number[] = []
  for (const { weight } of nodes) upTo.push((upTo.at(-1) ?? 0) + weight)
  const homes = new Int32Array(people)
  homes.set([...fixed, ...seated])
  for (let at = fixed.length + seated.length; at < people; at++)
    homes[at] = firstAbove(upTo, random.next() * upTo.at(-1)!)
  for (let at = people - 1; at > fixed.length; at--) {
    const other = fixed.length + random.below(at + 1 - fixed.length)
    ;[homes[at], homes[other]] = [homes[other]!, homes[at]!]
  }
  return homes
}
function firstAbove(ascending: readonly number[], value: number) {
  let low = 0
  let high = ascending.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (ascending[middle]! > value) high = middle
    else low = middle + 1
  }
  return low
}

interface Stay {
  node: LargeNode
  isHome: boolean
  joined: number
  left?: number
  path: [State, number][]
}

const courses = ['Nursing', 'Civil Engineering', 'Education', 'Economics', 'Computer Science', 'Law', 'Agribusiness']
const towns = ['Nairobi', 'Nakuru', 'Eldoret', 'Kisumu', 'Thika', 'Mombasa', 'Kilifi', 'Nyeri', 'Meru', 'Kakamega']

function writer(nodes: readonly LargeNode[], folded: ReadonlyMap<string, string>, random: Random) {
  const addresses = addressParts()
  const dates = Array.from({ length: DAYS + 1 }, (_, day) => daysAfter(STORY_DAY, day - DAYS))
  const date = (day: number) => dates[Math.min(day, DAYS)]!
  const instant = (day: number) => `${date(day)} 08:00:00Z`
  const groups = nodes.filter(({ kind }) => kind === 'SmallGroup')
  let memberships = 0
  let states = 0
  let consents = 0
  let wishes = 0

  const writeStay = (lines: Lines, personId: string, { node, isHome, joined, left, path }: Stay) => {
    const id = largeId('membership', ++memberships)
    const leftOn = left === undefined ? NULL : date(left)
    lines.membership.push(
      [id, personId, node.id, isHome, path.at(-1)![0], date(joined), leftOn, array(node.scopeIds)].join('\t'),
    )
    for (const [state, since] of path)
      lines.membership_state.push([largeId('state', ++states), id, state, date(since), instant(since), NULL].join('\t'))
  }

  return (lines: Lines, count: number, home: LargeNode): Resident => {
    const personId = largeId('person', count)
    const name = drawLargeName(random)
    const stays = life(random, home, groups)
    const present = stays.find(({ isHome, left }) => isHome && left === undefined)!
    const began = stays[0]!.joined
    const listed = random.chance(0.3)
    const doNotContact = random.chance(0.008)
    lines.person.push(
      [
        personId,
        ...named(name, folded),
        name.gender,
        random.chance(0.7) ? birthDate(random) : NULL,
        random.chance(0.8) ? `{${address(name, addresses)}${count}@example.org}` : '{}',
        random.chance(0.75) ? `{+2547${String(count).padStart(8, '0')}}` : '{}',
        random.pick(towns),
        'KE',
        ...studies(random, home),
        name.language === 'en' ? '{en}' : `{en,${name.language}}`,
        doNotContact,
        listed,
        present.path.at(-1)![0],
        home.id,
        array(ancestors(stays)),
        array(home.scopeIds),
        instant(began),
        instant(began),
      ].join('\t'),
    )
    for (const stay of stays) writeStay(lines, personId, stay)
    if (listed)
      lines.consent.push(
        [largeId('consent', ++consents), personId, 'in-app', 'group-list', 't', instant(began), 'paper form'].join(
          '\t',
        ),
      )
    if (doNotContact)
      lines.do_not_contact.push(
        [largeId('doNotContact', ++wishes), personId, instant(present.joined), 'Asked for it'].join('\t'),
      )
    return { personId, node: home, joinedOn: date(present.joined) }
  }
}

const array = (values: readonly string[]) => `{${values.join()}}`
/** As the trigger keeps them: every ancestor of an open membership once, in the order of identifiers. */
const ancestors = (stays: readonly Stay[]) =>
  [...new Set(stays.filter(({ left }) => left === undefined).flatMap(({ node }) => node.scopeIds))].sort()

function named({ parts, joined }: LargeName, folded: ReadonlyMap<string, string>) {
  const between = joined ? '' : ' '
  const fold = parts.map((part) => folded.get(part)!).join(between)
  return [parts.join(between), fold, fold]
}
const address = ({ parts }: LargeName, addresses: ReadonlyMap<string, string>) => {
  const letters = parts.map((part) => addresses.get(part)!).filter(Boolean)
  return letters.length ? `${letters.join('.')}.` : 'friend.'
}

function birthDate(random: Random) {
  const year = String(1996 + random.below(13))
  const month = `${year}-${String(1 + random.below(12)).padStart(2, '0')}`
  return [year, month, `${month}-${String(1 + random.below(28)).padStart(2, '0')}`][Math.min(2, random.below(5))]!
}

function studies(random: Random, { kind, parent }: LargeNode) {
  if (kind !== 'SmallGroup' || random.chance(0.2)) return [NULL, NULL, NULL, NULL]
  const year = 2026 + random.below(5)
  const exact = random.chance(0.5)
  return [parent!.name, random.pick(courses), exact ? `${year}-11` : year, exact ? 'person' : 'import']
}

/** Stays in the order in which they began: what came before, the home, and now and then a second place. */
function life(random: Random, home: LargeNode, groups: readonly LargeNode[]): Stay[] {
  const began = random.below(DAYS)
  if (home.kind === 'GraduateGroup') return graduateLife(random, home, began, groups)
  const stays: Stay[] = []
  const siblings = home.parent?.groups ?? groups
  const isStudent = home.kind === 'SmallGroup'
  let joined = began
  const before = siblings[random.below(siblings.length)]
  if (isStudent && before && before !== home && random.chance(0.35)) {
    joined = began + 1 + random.below(DAYS - began)
    stays.push({ node: before, isHome: true, joined: began, left: joined, path: [['member', began]] })
  }
  stays.push({ node: home, isHome: true, joined, path: path(random, joined, stays.length > 0 || !isStudent) })
  const second = groups[random.below(groups.length)]!
  const other = random.chance(0.7)
    ? siblings[random.below(siblings.length)]
    : second.scopeIds[0] === home.scopeIds[0]
      ? second
      : undefined
  if (isStudent && other && other !== home && random.chance(0.06)) {
    const since = joined + random.below(DAYS + 1 - joined)
    stays.push({ node: other, isHome: false, joined: since, path: [['member', since]] })
  }
  return stays
}

function graduateLife(random: Random, home: LargeNode, began: number, groups: readonly LargeNode[]): Stay[] {
  const regional = home.parent?.parent?.groups ?? groups
  const graduated = began + 1 + random.below(DAYS - began)
  const path: Stay['path'] = [['member', began]]
  if (graduated - began > 150) path.push(['pre_graduate', graduated - 150])
  const after: Stay['path'] = [['alumni', graduated]]
  if (random.chance(0.1)) after.push(['inactive', Math.min(DAYS, graduated + 200)])
  return [
    { node: random.pick(regional), isHome: true, joined: began, left: graduated, path },
    { node: home, isHome: true, joined: graduated, path: after },
  ]
}

function path(random: Random, joined: number, known: boolean): Stay['path'] {
  const steps: Stay['path'] = known ? [['member', joined]] : [['visitor', joined]]
  if (!known && random.chance(0.8)) steps.push(['member', joined + 14 + random.below(60)])
  if (steps.at(-1)![0] === 'member' && random.chance(0.12)) steps.push(['pre_graduate', joined + 400])
  else if (random.chance(0.12)) steps.push(['inactive', joined + 200])
  if (steps.at(-1)![0] === 'inactive' && random.chance(0.3)) steps.push(['archived', joined + 500])
  return steps.filter(([, since], index) => index === 0 || since <= DAYS)
}
