/** Custom fields and tags of the large movement, and who has which. Source: PPL-1. */
import type pg from 'pg'
import { insertRows } from './insert-rows.ts'
import { largeId, nodeId, type LargeNode } from './large-tree.ts'
import { seededRandom, type Random } from './random.ts'

const day = '2024-01-10T08:00:00Z'
const keys = (...labels: string[]) => labels.map((label) => ({ key: label.toLowerCase(), label }))
const drawn: { label: string; kind: string; options?: object[]; share: number; draw: (random: Random) => unknown }[] = [
  {
    ...{ label: 'T-shirt size', kind: 'one-of', options: keys('S', 'M', 'L', 'XL'), share: 0.6 },
    draw: (random) => random.pick(['s', 'm', 'l', 'xl']),
  },
  { label: 'Years of service', kind: 'number', share: 0.5, draw: (random) => random.below(15) },
  {
    ...{ label: 'Baptised on', kind: 'date', share: 0.35 },
    draw: (random) => `${2005 + random.below(20)}-0${1 + random.below(9)}-1${random.below(10)}`,
  },
  {
    ...{ label: 'Skills', kind: 'several-of', options: keys('Music', 'Media', 'Teaching', 'Cooking'), share: 0.4 },
    draw: (random) =>
      [['music'], ['media'], ['teaching', 'music'], ['cooking'], ['media', 'teaching']][random.below(5)],
  },
  {
    ...{ label: 'Home church', kind: 'text', share: 0.45 },
    draw: (random) => `${random.pick(['Grace', 'Hope', 'Emmanuel', 'Calvary'])} Chapel ${1 + random.below(200)}`,
  },
  { label: 'Needs a place to sleep', kind: 'yes-no', share: 0.15, draw: (random) => random.chance(0.3) },
]
const fieldId = (place: number) => largeId('field', place + 1)
const tagNames =
  'Choir,Ushers,Media team,Intercessors,Mentors,New believers,Leaders in training,Visit,Scholarship,Camp 2025,Camp 2026,Bible study'
const tags = tagNames.split(',').map((name, place) => ({ id: largeId('tag', place + 1), name }))

/** Writes them at the movement's top; returns the number of rows. */
export async function writeOwnWords(client: pg.Client): Promise<number> {
  const here = { node_id: nodeId('National'), scope_ids: [nodeId('National')], created_at: day, updated_at: day }
  await insertRows(
    client,
    'custom_field',
    drawn.map(({ label, kind, options = [] }, position) => ({
      ...{ ...here, id: fieldId(position), label, kind, options, position },
    })),
  )
  await insertRows(
    client,
    'tag',
    tags.map((tag) => ({ ...here, ...tag })),
  )
  return drawn.length + tags.length
}

/** Draws values and tags person by person; the second movement has none. */
export function ownWordsDrawer() {
  const random = seededRandom(7)
  const [movement] = [nodeId('National')]
  return (home: LargeNode): [custom: string, tagIds: string[]] => {
    if (home.scopeIds[0] !== movement) return ['{}', []]
    const values = drawn.flatMap(({ share, draw }, place) =>
      random.chance(share) ? [[fieldId(place), draw(random)] as const] : [],
    )
    // The first tags are given to many, the last to few.
    const one = () => tags[Math.floor(random.next() ** 2 * tags.length)]!.id
    const own = random.chance(0.35) ? [...new Set([one(), ...(random.chance(0.25) ? [one()] : [])])] : []
    return [JSON.stringify(Object.fromEntries(values)), own]
  }
}
