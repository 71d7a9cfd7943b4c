/** Whose home is where, and what three years made of them, as rows in COPY's text format. */
import { line } from './copy-rows.ts'
import { ownWordsDrawer } from './large-own-words.ts'
import { addressParts, drawLargeName, type LargeName } from './large-names.ts'
import { settle } from './large-homes.ts'
import { DAYS, life, type Stay } from './large-stays.ts'
import { largeId, type LargeNode, type LargeSize } from './large-tree.ts'
import { seededRandom, type Random } from './random.ts'
import { daysAfter, STORY_DAY } from './story-shapes.ts'

/** Rows of one batch by table, each a line of COPY's text format. */
export type Lines = Record<'person' | 'membership' | 'membership_state' | 'consent' | 'do_not_contact', string[]>
/** The columns of those lines. */
export const lineColumns: Record<keyof Lines, string> = {
  person:
    'id, name, sort_name, search, gender, birth_date, emails, phones, city, country, institution, course_of_study, expected_graduation, expected_graduation_source, languages, custom, tag_ids, do_not_contact, listed_in_group, state, home_node_id, scope_ids, home_ids, created_at, updated_at',
  membership: 'id, person_id, node_id, is_home, state, joined_on, left_on, scope_ids',
  membership_state: 'id, membership_id, state, since, recorded_at',
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

const courses = ['Nursing', 'Civil Engineering', 'Education', 'Economics', 'Computer Science', 'Law', 'Agribusiness']
const towns = ['Nairobi', 'Nakuru', 'Eldoret', 'Kisumu', 'Thika', 'Mombasa', 'Kilifi', 'Nyeri', 'Meru', 'Kakamega']

function writer(nodes: readonly LargeNode[], folded: ReadonlyMap<string, string>, random: Random) {
  const addresses = addressParts()
  const own = ownWordsDrawer()
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
    const state = path.at(-1)![0]
    const leftOn = left === undefined ? null : date(left)
    lines.membership.push(line(id, personId, node.id, isHome, state, date(joined), leftOn, node.scopeIds))
    for (const [state, since] of path)
      lines.membership_state.push(line(largeId('state', ++states), id, state, date(since), instant(since)))
  }
  const writeWishes = (lines: Lines, personId: string, at: string, listed: boolean, doNotContact: boolean) => {
    if (listed)
      lines.consent.push(line(largeId('consent', ++consents), personId, 'in-app', 'group-list', true, at, 'paper form'))
    if (doNotContact)
      lines.do_not_contact.push(line(largeId('doNotContact', ++wishes), personId, at, 'Asked for it by message'))
  }

  return (lines: Lines, count: number, home: LargeNode): Resident => {
    const personId = largeId('person', count)
    const name = drawLargeName(random)
    const stays = life(random, home, groups)
    const present = stays.find(({ isHome, left }) => isHome && left === undefined)!
    const began = instant(stays[0]!.joined)
    const listed = random.chance(0.3)
    const doNotContact = random.chance(0.008)
    lines.person.push(
      line(
        personId,
        ...named(name, folded),
        name.gender,
        random.chance(0.7) ? birthDate(random) : null,
        random.chance(0.8) ? [`${address(name, addresses)}.${count}@example.org`] : [],
        random.chance(0.75) ? [`+2547${String(count).padStart(8, '0')}`] : [],
        random.pick(towns),
        'KE',
        ...studies(random, home),
        name.language === 'en' ? ['en'] : ['en', name.language],
        ...own(home),
        doNotContact,
        listed,
        present.path.at(-1)![0],
        home.id,
        ancestors(stays),
        home.scopeIds,
        began,
        began,
      ),
    )
    for (const stay of stays) writeStay(lines, personId, stay)
    writeWishes(lines, personId, began, listed, doNotContact)
    return { personId, node: home, joinedOn: date(present.joined) }
  }
}

/** As the trigger keeps them: every ancestor of an open membership once, in the order of identifiers. */
const ancestors = (stays: readonly Stay[]) =>
  [...new Set(stays.filter(({ left }) => left === undefined).flatMap(({ node }) => node.scopeIds))].sort()

function named({ parts, joined }: LargeName, folded: ReadonlyMap<string, string>) {
  const between = joined ? '' : ' '
  const fold = parts.map((part) => folded.get(part)!).join(between)
  return [parts.join(between), fold, fold]
}
const address = ({ parts }: LargeName, addresses: ReadonlyMap<string, string>) =>
  parts
    .map((part) => addresses.get(part)!)
    .filter(Boolean)
    .join('.') || 'friend'

function birthDate(random: Random) {
  const year = String(1996 + random.below(13))
  const month = `${year}-${String(1 + random.below(12)).padStart(2, '0')}`
  return [year, month, `${month}-${String(1 + random.below(28)).padStart(2, '0')}`][Math.min(2, random.below(5))]!
}

function studies(random: Random, { kind, parent }: LargeNode) {
  if (kind !== 'SmallGroup' || random.chance(0.2)) return [null, null, null, null]
  const year = 2026 + random.below(5)
  const exact = random.chance(0.5)
  return [parent!.name, random.pick(courses), exact ? `${year}-11` : year, exact ? 'person' : 'import']
}
