/** Everybody else in the demo, in the same order with the same names in every run. */
import { fixedId } from './fixed-id.ts'
import { addressPart, drawName } from './names.ts'
import { seededRandom, type Random } from './random.ts'
import { nodes, type NodeName, type StoryNode } from './story-nodes.ts'
import { people } from './story-people.ts'
import {
  daysAfter,
  daysBetween,
  membershipsFrom,
  STORY_DAY,
  type State,
  type StoryMembership,
  type StoryPerson,
} from './story-shapes.ts'

/** How many of the crowd stand where; those called by name come on top. */
const crowdAt: Partial<Record<NodeName, number>> = {
  kilima: 14,
  mustardSeed: 21,
  emmaus: 18,
  bereans: 18,
  hilltop: 13,
  mtoni: 9,
  anchor: 20,
  firstLight: 20,
  savanna: 8,
  roots: 22,
  wellspring: 17,
  youngProfessionals: 24,
  healthWorkers: 17,
  teachers: 12,
  bahari: 11,
  harbour: 27,
  tide: 20,
  lanterns: 18,
  mawingu: 5,
  upperRoom: 26,
  oldTown: 16,
  diaspora: 13,
}
const campusGroups: readonly NodeName[] = ['emmaus', 'bereans', 'anchor', 'roots', 'harbour', 'tide', 'upperRoom']
const courses = [
  'Nursing',
  'Civil Engineering',
  'Education (Arts)',
  'Economics',
  'Computer Science',
  'Law',
  'Agribusiness',
  'Architecture',
  'Clinical Medicine',
  'Journalism',
]
const towns = ['Nairobi', 'Nakuru', 'Eldoret', 'Kisumu', 'Thika', 'Mombasa', 'Kilifi', 'Nyeri', 'Meru', 'Kakamega']

const join = membershipsFrom(10_000)

/** People of the crowd by the place of their home. */
export const crowd = gather(seededRandom(20_261_116))

function gather(random: Random) {
  const places = Object.entries(crowdAt) as [NodeName, number][]
  let count = 1000
  return places.flatMap(([name, size]) => Array.from({ length: size }, () => somebody(random, count++, nodes[name])))
}

function somebody(random: Random, count: number, at: StoryNode): StoryPerson {
  const { name, gender, culture } = unknownName(random)
  const earliest = [at.openedOn, daysAfter(STORY_DAY, -3 * 365)].sort().at(-1)!
  const began = daysAfter(STORY_DAY, -1 - random.below(daysBetween(earliest, STORY_DAY)))
  const memberships = at.kind === 'GraduateGroup' ? graduateLife(random, at, began) : studentLife(random, at, began)
  const student = at.kind === 'SmallGroup'
  const born = 1998 + random.below(student ? 10 : 5)
  return {
    id: fixedId('person', count),
    name,
    memberships,
    gender,
    emails: random.chance(0.8) ? [`${addressPart(name) || 'friend'}.${count}@example.org`] : [],
    phones: random.chance(0.75) ? [`+25471${String(1_000_000 + count)}`] : [],
    city: random.pick(towns),
    country: 'KE',
    languages: [...new Set(['en', culture.language])],
    ...(random.chance(0.6) ? { birthDate: birthDate(random, born) } : {}),
    ...(student ? timely(studies(random, at, began), memberships[0]!) : {}),
    ...(random.chance(0.4) ? { listedInGroup: true } : {}),
    ...(random.chance(0.012) ? { doNotContact: { since: began, reason: 'Asked for it by message' } } : {}),
  }
}

/** Nobody of the crowd is called like those who are called by name: tests look for them. */
function unknownName(random: Random) {
  const named = new Set(Object.values<StoryPerson>(people).map(({ name }) => name))
  for (;;) {
    const drawn = drawName(random)
    if (!named.has(drawn.name)) return drawn
  }
}

/** Known to the day, the month or the year. */
function birthDate(random: Random, year: number) {
  const month = String(1 + random.below(12)).padStart(2, '0')
  const day = String(1 + random.below(28)).padStart(2, '0')
  return [`${year}`, `${year}-${month}`, `${year}-${month}-${day}`, `${year}-${month}-${day}`][random.below(4)]!
}

function studies(random: Random, at: StoryNode, began: string): Partial<StoryPerson> {
  const campus = Object.values(nodes).find(({ id }) => id === at.parentId)!
  const year = Number(began.slice(0, 4)) + 1 + random.below(4)
  const exact = random.chance(0.5)
  return {
    institution: campus.name,
    courseOfStudy: random.pick(courses),
    expectedGraduation: exact ? `${year}-${random.pick(['06', '11', '12'])}` : `${year}`,
    expectedGraduationSource: exact ? 'person' : 'import',
  }
}

/** Nobody of the crowd waits for an automation: members graduate some years from now, pre-graduates within months. */
function timely(
  { expectedGraduation, ...study }: Partial<StoryPerson>,
  { states }: StoryMembership,
): Partial<StoryPerson> {
  const [year, month] = expectedGraduation!.split('-') as [string, string?]
  const state = states.at(-1)!.state
  const years = state === 'member' && year < '2028' ? 3 : 0
  if (state === 'pre_graduate') return { ...study, expectedGraduation: month ? '2027-06' : '2027' }
  return {
    ...study,
    expectedGraduation: [String(Math.max(Number(year) + years, years && 2028)), month].filter(Boolean).join('-'),
  }
}

function studentLife(random: Random, at: StoryNode, began: string): StoryMembership[] {
  const met: [State, string] = ['visitor', began]
  const stayed: [State, string] = ['member', daysAfter(began, 20 + random.below(60))]
  const path = random.chance(0.3) ? [stayed] : random.chance(0.85) ? [met, stayed] : [met]
  path[0]![1] = began
  if (path.at(-1) === stayed && began < '2025-01-01' && random.chance(0.25))
    path.push(['pre_graduate', daysAfter('2026-05-04', random.below(30))])
  else if (random.chance(0.1)) path.push(['inactive', daysAfter(began, 150 + random.below(200))])
  if (path.at(-1)![0] === 'inactive' && random.chance(0.25)) path.push(['archived', daysAfter(path.at(-1)![1], 180)])
  const happened = path.filter(([, since]) => since <= STORY_DAY)
  const memberships = [join(at, began, happened)]
  const second = nodes[random.pick(campusGroups)]
  if (second.id !== at.id && random.chance(0.06))
    memberships.push(join(second, STORY_DAY, [['member', STORY_DAY]], { second: true }))
  return memberships
}

/** A graduate comes from a campus, where the membership has ended; some help there still. */
function graduateLife(random: Random, at: StoryNode, graduated: string): StoryMembership[] {
  const campus = nodes[random.pick(campusGroups)]
  const joined = daysAfter(graduated, -400 - random.below(400))
  const before = join(
    campus,
    joined,
    [
      ['member', joined],
      ['pre_graduate', daysAfter(graduated, -150)],
    ],
    { leftOn: graduated },
  )
  const path: [State, string][] = [['alumni', graduated]]
  if (random.chance(0.08)) path.push(['inactive', STORY_DAY])
  const memberships = [before, join(at, graduated, path)]
  if (random.chance(0.12)) memberships.push(join(campus, STORY_DAY, [['member', STORY_DAY]], { second: true }))
  return memberships
}
