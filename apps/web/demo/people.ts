/** Words of the demo's own (fields and tags), and what is known of its people by now. Source: PPL-1, PPL-2. */
import { story, type StoryPerson } from '@ministry/seed'
import { inTurn, someone, type Stage, type When } from './acting.ts'

const { nodes, people } = story
type Api = Awaited<ReturnType<Stage['as']>>
type Defined = Parameters<Api['people']['defineField']>[0]
type Values = Record<string, string | number | boolean | string[]>

/** Defines fields and tags at the movement and the campus, and writes values, further addresses and wishes of some. */
export async function describe(stage: Stage): Promise<void> {
  const labels = await defineFields(stage)
  const tags = await createTags(stage)
  const ruth = await stage.as('ruth', [30, '15:00'])
  const fields = (await ruth.people.fields({ nodeId: nodes.mustardSeed.id })).fields
  const custom = (values: Values) =>
    Object.fromEntries(
      Object.entries(values).map(([label, value]) => {
        const field = fields.find((one) => one.id === labels.get(label))!
        const keyOf = (word: string) => field.options.find((option) => option.label === word)?.key ?? word
        const keyed = typeof value === 'string' ? keyOf(value) : Array.isArray(value) ? value.map(keyOf) : value
        return [field.id, keyed]
      }),
    )
  const has = new Map(story.everybody.map((person) => [person.id, person]))
  await inTurn(known(stage), async ({ id, values = {}, marks = [], further = {} }) => {
    const joined = (name: 'emails' | 'phones') =>
      further[name] && { [name]: [...(has.get(id)?.[name] ?? []), ...further[name]] }
    await ruth.people.update({
      // Nobody has touched them before.
      ...{ id, version: 1, custom: custom(values), tags: { add: marks.map((name) => tags.get(name)!) } },
      fields: { ...further, ...joined('emails'), ...joined('phones') },
    })
  })
  await hear(stage)
}

async function defineFields(stage: Stage) {
  const samuel = await stage.as('samuel', [120, '09:00'])
  const faith = await stage.as('faith', [96, '11:00'])
  const options = (...all: string[]) => all.map((label) => ({ label }))
  const national = nodes.lighthouse.id
  const campus = nodes.kilima.id
  const all: [Api, Defined][] = [
    [samuel, { nodeId: national, kind: 'one-of', label: 'T-shirt size', options: options('S', 'M', 'L', 'XL', 'XXL') }],
    [
      samuel,
      {
        ...{ nodeId: national, kind: 'long-text', label: 'Allergies and illnesses', sensitive: true },
        help: 'What whoever cooks or drives at a camp has to know.',
      },
    ],
    [samuel, { nodeId: national, kind: 'yes-no', label: 'Has a driving licence' }],
    [faith, { nodeId: campus, kind: 'text', label: 'Hall of residence', help: 'Hall and room, for visits.' }],
    [
      faith,
      {
        ...{ nodeId: campus, kind: 'one-of', label: 'How we met' },
        options: options('Orientation week', 'A friend', 'Open evening', 'Online'),
      },
    ],
    [
      faith,
      {
        ...{ nodeId: campus, kind: 'several-of', label: 'Likes to help with' },
        options: options('Music', 'Cooking', 'Welcome', 'Sound and light', 'Prayer', 'Lifts'),
      },
    ],
    [faith, { nodeId: campus, kind: 'date', label: 'Helps since' }],
  ]
  const labels = new Map<string, string>()
  await inTurn(all, async ([api, field]) => labels.set(field.label, (await api.people.defineField(field)).id))
  return labels
}

async function createTags(stage: Stage) {
  const samuel = await stage.as('samuel', [120, '09:40'])
  const faith = await stage.as('faith', [96, '11:30'])
  const tags = new Map<string, string>()
  const create = async (api: Api, nodeId: string, name: string) =>
    tags.set(name, (await api.people.createTag({ nodeId, name })).id)
  await inTurn(['Musician', 'First aid', 'Speaks Swahili'], (name) => create(samuel, nodes.lighthouse.id, name))
  const own = ['Welcome team', 'Worship team', 'Looks for a mentor', 'Needs a room', 'Came in 2026']
  await inTurn(own, (name) => create(faith, nodes.kilima.id, name))
  return tags
}

interface Known {
  id: string
  values?: Values
  marks?: string[]
  further?: {
    emails?: string[]
    phones?: string[]
    birthDate?: string
    street?: string
    city?: string
    emergencyName?: string
    emergencyPhone?: string
  }
}
const known = (stage: Stage): Known[] => [
  {
    id: people.minh.id,
    values: {
      ...{ 'T-shirt size': 'S', 'Hall of residence': 'Hall 5, room 212', 'How we met': 'Orientation week' },
      ...{ 'Likes to help with': ['Music', 'Cooking'], 'Allergies and illnesses': 'Peanuts. Carries a pen with her.' },
    },
    marks: ['Worship team', 'Musician'],
    further: {
      ...{ emails: ['minhanh@students.kilima.example.org'], phones: ['+254722400513', '+84901234567'] },
      ...{ street: 'Hall 5, Kilima University', city: 'Nakuru' },
      ...{ emergencyName: 'Nguyễn Văn Long (father)', emergencyPhone: '+84907654321' },
    },
  },
  {
    id: people.haeun.id,
    values: {
      'T-shirt size': 'M',
      'Hall of residence': 'Hall 2, room 040',
      'Likes to help with': ['Welcome', 'Prayer'],
    },
    marks: ['Welcome team'],
    further: { emails: ['haeun.kim@students.kilima.example.org'], phones: ['+254722400512'] },
  },
  {
    id: people.kwame.id,
    values: { 'T-shirt size': 'L', 'Has a driving licence': true, 'Helps since': '2024-09-16' },
    marks: ['Welcome team', 'First aid'],
    further: { emails: ['kwame@students.kilima.example.org'], phones: ['+233244000011'] },
  },
  {
    id: people.lukasz.id,
    values: { 'How we met': 'A friend', 'Likes to help with': ['Sound and light'], 'Has a driving licence': true },
    marks: ['Looks for a mentor'],
    further: { phones: ['+254722400532'], birthDate: '2003-07-19' },
  },
  {
    id: people.xiaoming.id,
    values: { 'How we met': 'Open evening', 'T-shirt size': 'M' },
    marks: ['Looks for a mentor'],
  },
  { id: people.naledi.id, values: { 'How we met': 'Orientation week' }, marks: ['Came in 2026', 'Needs a room'] },
  { id: people.joy.id, values: { 'Helps since': '2025-02-10' }, marks: ['Worship team', 'Musician', 'Speaks Swahili'] },
  ...crowd(stage),
]

/** Two in three of the groups have told their size, some where they live and what they like to do. */
function crowd(stage: Stage): Known[] {
  const groups = [nodes.mustardSeed, nodes.emmaus, nodes.bereans, nodes.hilltop]
  const sizes = ['S', 'M', 'L', 'M', 'XL', 'L']
  const met = ['Orientation week', 'A friend', 'Open evening', 'Online', 'A friend']
  const helps = [['Cooking'], ['Welcome', 'Lifts'], ['Music'], ['Prayer', 'Welcome']]
  const marks = [['Came in 2026'], ['Welcome team'], ['Speaks Swahili'], ['Worship team', 'Musician'], ['First aid']]
  const all = groups.flatMap((group) => Array.from({ length: 9 }, (_, number) => someone(group, number)))
  return [...new Map(all.map((person: StoryPerson) => [person.id, person])).keys()].flatMap((id, index) =>
    index % 3 === 2
      ? []
      : [
          {
            id,
            values: {
              ...{ 'T-shirt size': sizes[index % sizes.length]!, 'How we met': met[index % met.length]! },
              ...(index % 4 === 0 && { 'Hall of residence': `Hall ${(index % 6) + 1}, room ${100 + index * 7}` }),
              ...(index % 3 === 1 && { 'Likes to help with': helps[index % helps.length]! }),
              ...(index % 7 === 3 && { 'Helps since': stage.day(-200 - index) }),
              ...(index % 16 === 4 && { 'Allergies and illnesses': 'No milk, no cheese.' }),
            },
            marks: index % 2 ? [] : marks[index % marks.length]!,
          },
        ],
  )
}

/** What some have said yes and no to, and again. */
async function hear(stage: Stage) {
  const wishes: ['giveConsent' | 'withdrawConsent', Parameters<Stage['as']>[0], When, string, Wish][] = [
    ['giveConsent', 'ruth', [210, '17:00'], people.kwame.id, newsletter('Welcome form')],
    ['withdrawConsent', 'kwame', [100, '21:15'], people.kwame.id, newsletter('On his own page')],
    ['giveConsent', 'kwame', [21, '20:40'], people.kwame.id, newsletter('On his own page')],
    [
      'giveConsent',
      'faith',
      [96, '12:10'],
      people.minh.id,
      { ...sms, source: 'Said so at the desk, Faith wrote it down' },
    ],
    ['giveConsent', 'faith', [96, '12:12'], people.minh.id, { ...photos, source: 'Form for the camp, 14 August' }],
    ['withdrawConsent', 'minh', [40, '19:30'], people.minh.id, { ...photos, source: 'On her own page' }],
    ['giveConsent', 'faith', [70, '13:00'], people.lukasz.id, newsletter('By e-mail to the office')],
  ]
  await inTurn(wishes, async ([act, by, when, id, wish]) => {
    await (await stage.as(by, when)).people[act]({ id, ...wish })
  })
}
type Wish = Omit<Parameters<Api['people']['giveConsent']>[0], 'id'>
const newsletter = (source: string): Wish => ({ channel: 'email', purpose: 'newsletter', source })
const sms = { channel: 'sms', purpose: 'ministry' } as const
const photos = { channel: 'in-app', purpose: 'photos' } as const
