/** Requests of the demo in every state: money, events, roles; with deputies, comments and a published route. Source: APR-1 to APR-8. */
import { newId } from '@ministry/kernel/id'
import { story, type StoryNode } from '@ministry/seed'
import { inTurn, someone, type Stage, type When } from './acting.ts'
import { quote } from './quote.ts'

const { nodes, people } = story
type Actor = Parameters<Stage['as']>[0]
interface Answer {
  by: Actor
  when: When
  choice?: 'approve' | 'reject' | 'send_back'
  reason?: string
}
interface Asked {
  by: Actor
  when: When
  node: StoryNode
  kind: 'expense' | 'role-assignment' | 'event'
  payload: Record<string, unknown>
  files?: { name: string; lines: string[] }[]
  answers?: Answer[]
  /** What people say to each other on it. */
  said?: { by: Actor; when: When; text: string }[]
  withdrawn?: { when: When; reason: string }
}

/** Shillings, for whom and for what. */
const expense = (shillings: number, payee: string, purpose: string, fund: string | null = null) => ({
  kind: 'expense' as const,
  payload: { id: newId(), amount: { minor: shillings * 100, currency: 'KES' }, payee, purpose, fund },
})
const role = (personId: string, role: string, reason: string) => ({
  kind: 'role-assignment' as const,
  payload: { personId, role, startsAt: null, endsAt: null, reason },
})
interface Gathering {
  name: string
  /** Days from now, the hour it begins, and how long it takes. */
  starts: When
  hours: number
  place: string
  description: string
  expectedPeople: number
  budget?: string
}
const event = (stage: Stage, { starts: [later, time], hours, ...what }: Gathering) => {
  const startsAt = new Date(`${stage.day(later)}T${time}:00+03:00`)
  const endsAt = new Date(startsAt.getTime() + hours * 3_600_000)
  const times = { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), timeZone: 'Africa/Nairobi' }
  return { id: newId(), budget: null, link: null, ...what, ...times }
}

/** Publishes what holds in shillings, enters rates, and asks for all that the pages of approvals show. */
export async function request(stage: Stage): Promise<void> {
  await publishRoute(stage)
  await enterRates(stage)
  await goAway(stage)
  const kwame = await stage.as('kwame', [2, '19:10'])
  await kwame.events.create({ nodeId: nodes.mustardSeed.id, ...event(stage, openEvening) })
  // Those of one place to one payee come one after the other anyhow; the others don't know of each other.
  await inTurn([...money, ...events(stage), ...roles], (each) => go(stage, each))
}

async function go(stage: Stage, { by, when, node, kind, payload, files = [], answers, said, withdrawn }: Asked) {
  const requester = await stage.as(by, when)
  const id = newId(stage.instant(when))
  const fileIds: string[] = []
  for (const { name, lines } of files) fileIds.push((await requester.files.upload({ name, content: quote(lines) })).id)
  await requester.approvals.submit({ id, kind, nodeId: node.id, payload, fileIds })
  for (const { by, when, choice = 'approve', reason } of answers ?? []) {
    const approver = await stage.as(by, when)
    const { version, payloadHash, may } = await approver.approvals.get({ id })
    // Seats that are empty today are filled some day: then it waits for whoever sits there.
    if (may.decide) await approver.approvals.decide({ id, version, payloadHash, choice, reason })
  }
  for (const { by, when, text } of said ?? []) await (await stage.as(by, when)).approvals.comment({ id, text })
  if (!withdrawn) return
  const again = await stage.as(by, withdrawn.when)
  const { version } = await again.approvals.get({ id })
  await again.approvals.withdraw({ id, version, reason: withdrawn.reason })
}

/** The product's bands are whole units; in shillings a hundred of them is a supper. */
async function publishRoute(stage: Stage) {
  const grace = await stage.as('grace', [88, '09:30'])
  const { kinds } = await grace.approvals.routes({ nodeId: nodes.lighthouse.id })
  const { own } = kinds.find(({ kind }) => kind === 'expense')!
  const shillings = (minor: number | null) => (minor === null ? null : minor * 100)
  const rules = own.rules.map(({ when, steps }) => ({
    when: { ...when, over: shillings(when.over), upTo: shillings(when.upTo) },
    steps,
  }))
  const note = 'Bands in shillings: what a group spends on an evening is decided at its campus.'
  const draft = { nodeId: nodes.lighthouse.id, kind: 'expense', definition: { ...own, rules }, note, hash: null }
  const { id, hash } = await grace.approvals.saveDraft(draft)
  await (await stage.as('grace', [88, '10:05'])).approvals.publish({ id, hash })
}

async function enterRates(stage: Stage) {
  const entered: [string, string, number][] = [
    ['USD', '129.15', 64],
    ['EUR', '138.90', 64],
    ['USD', '129.40', 34],
    ['EUR', '139.75', 34],
    ['UGX', '0.0352', 34],
    ['USD', '129.50', 4],
    ['EUR', '140.10', 4],
  ]
  await inTurn(entered, async ([currency, rate, daysAgo]) => {
    const peter = await stage.as('peter', [daysAgo, '08:40'])
    await peter.finance.setRate({ nodeId: nodes.lighthouse.id, currency, rate, day: stage.day(-daysAgo) })
  })
}

/** A campus leader who was away, and a regional director who is. */
async function goAway(stage: Stage) {
  const ruth = await stage.as('ruth', [24, '17:30'])
  const holiday = { from: stage.day(-21), until: stage.day(-15), note: 'At my sister’s wedding in Kericho' }
  await ruth.approvals.setAbsence({ id: newId(), deputyId: people.joseph.id, ...holiday })
  const halima = await stage.as('halima', [4, '16:00'])
  const leave = { from: stage.day(-2), until: stage.day(6), note: 'Annual leave, hardly any signal' }
  await halima.approvals.setAbsence({ id: newId(), deputyId: people.grace.id, ...leave })
}

const lakeview = [
  'Lakeview Guest House, Naivasha',
  'Quotation for Kilima University, student movement',
  '16 beds, two nights, half board',
  'Total KES 64,000',
]
const printers = [
  'Kilima Printers Ltd.',
  'Quotation 4471',
  '200 song sheets, A5, folded',
  'Total KES 6,000, ready in two days',
]

const money: Asked[] = [
  {
    ...expense(4550, 'Mama Njeri’s Kitchen', 'Supper for new students', 'Welcome week'),
    ...{ by: 'kwame', when: [45, '20:15'], node: nodes.mustardSeed },
    answers: [{ by: 'ruth', when: [44, '07:50'] }],
  },
  {
    ...expense(2300, 'Campus Copy Centre', 'Posters for the open evening'),
    ...{ by: 'minh', when: [38, '13:05'], node: nodes.mustardSeed },
    answers: [
      { by: 'kwame', when: [38, '18:20'] },
      { by: 'ruth', when: [36, '09:12'] },
    ],
  },
  {
    ...expense(64_000, 'Lakeview Guest House, Naivasha', 'Rooms for the leaders’ retreat', 'Retreats'),
    ...{ by: 'ruth', when: [33, '10:30'], node: nodes.kilima },
    files: [{ name: 'quote-lakeview.pdf', lines: lakeview }],
    answers: [{ by: 'daniel', when: [31, '11:45'] }],
  },
  {
    ...expense(9900, 'Savanna Sound', 'A loudspeaker for outside'),
    ...{ by: 'minh', when: [27, '15:40'], node: nodes.mustardSeed },
    answers: [
      { by: 'kwame', when: [26, '08:05'] },
      {
        ...{ by: 'ruth', when: [25, '12:30'], choice: 'reject' },
        reason: 'The campus has one that you can borrow. Ask Tomás for the key of the store.',
      },
    ],
  },
  {
    ...expense(5200, 'Naivas Supermarket', 'Fruit and water for the hike', 'Group budget'),
    ...{ by: 'kwame', when: [19, '17:00'], node: nodes.mustardSeed },
    answers: [{ by: 'joseph', when: [18, '08:25'] }],
  },
  {
    ...expense(3000, 'Easy Coach', 'Bus tickets to Mtoni'),
    ...{ by: 'haeun', when: [16, '12:10'], node: nodes.mustardSeed },
    withdrawn: { when: [15, '09:00'], reason: 'A friend of the group drives us.' },
  },
  {
    ...expense(8400, 'Umoja Sports', 'Footballs and nets for the league'),
    ...{ by: 'kwame', when: [6, '18:45'], node: nodes.mustardSeed },
  },
  {
    ...expense(7800, 'Kilima Outfitters', 'T-shirts for the welcome team', 'Welcome week'),
    ...{ by: 'kwame', when: [5, '09:20'], node: nodes.mustardSeed },
    answers: [
      {
        ...{ by: 'ruth', when: [4, '13:15'], choice: 'send_back' },
        reason: 'How many, and in which sizes? Please add the quote.',
      },
    ],
  },
  {
    ...expense(6000, 'Kilima Printers Ltd.', 'Song sheets for Thursday evenings', 'Group budget'),
    ...{ by: 'kwame', when: [0, '08:30'], node: nodes.mustardSeed },
    files: [{ name: 'quote-kilima-printers.pdf', lines: printers }],
  },
  {
    ...expense(85_000, 'Baraka Tours & Travel', 'Bus to the graduates’ day'),
    ...{ by: 'ruth', when: [1, '11:20'], node: nodes.kilima },
    said: [
      { by: 'daniel', when: [1, '15:05'], text: 'Does the bus come back the same night, or does it stay?' },
      { by: 'ruth', when: [1, '16:40'], text: 'The same night. They ask 12,000 more if it stays.' },
    ],
  },
  {
    ...expense(240_000, 'Rift Valley Retreat Centre', 'Deposit for the regional leaders’ week', 'Retreats'),
    ...{ by: 'daniel', when: [1, '09:10'], node: nodes.highlands },
  },
  {
    ...expense(36_000, 'Pwani Tents and Chairs', 'Tents for the beach weekend'),
    ...{ by: 'yusuf', when: [1, '10:00'], node: nodes.bahari },
  },
  {
    ...expense(620_000, 'Silverline Electronics', 'Projectors for five campuses', 'Equipment'),
    ...{ by: 'samuel', when: [2, '09:00'], node: nodes.lighthouse },
    answers: [{ by: 'grace', when: [1, '17:25'] }],
    said: [
      { by: 'grace', when: [1, '17:28'], text: 'Agreed with the regions in October. Prices hold until month’s end.' },
    ],
  },
  {
    ...expense(3500, 'Java House', 'Breakfast with the new graduates'),
    ...{ by: 'chukwuemeka', when: [0, '07:10'], node: nodes.youngProfessionals },
  },
]

const weekend: Gathering = {
  ...{ name: 'Weekend at the lake', starts: [60, '15:00'], hours: 46 },
  place: 'Naivasha, Fisherman’s Camp',
  description: 'Two days away from campus: walks, songs, and time to talk. Open to everybody of the campus.',
  expectedPeople: 45,
  budget: 'About KES 1,800 a person; those who can’t pay are carried by the others.',
}
const openEvening: Gathering = {
  ...{ name: 'Open evening', starts: [20, '18:30'], hours: 2, place: 'Lecture hall 3', expectedPeople: 60 },
  description: 'Supper, a talk, and questions. Bring somebody along.',
}
const events = (stage: Stage): Asked[] => [
  {
    ...{ kind: 'event', by: 'ruth', when: [70, '10:00'], node: nodes.kilima },
    payload: event(stage, {
      ...{ name: 'Freshers’ welcome', starts: [-52, '16:00'], hours: 4, place: 'Amphitheatre', expectedPeople: 180 },
      description: 'Music, food and a walk around campus for those who have just come.',
      budget: 'KES 30,000 from the welcome week.',
    }),
    answers: [{ by: 'daniel', when: [68, '14:30'] }],
  },
  {
    ...{ kind: 'event', by: 'joseph', when: [13, '11:00'], node: nodes.highlandsGraduates },
    payload: event(stage, {
      ...{
        name: 'Graduates’ day',
        starts: [26, '09:00'],
        hours: 8,
        place: 'Nakuru, Menengai Hall',
        expectedPeople: 120,
      },
      description: 'Those who finished in the last five years meet those who finish now.',
      budget: 'KES 96,000; the half comes from those who take part.',
    }),
    answers: [{ by: 'daniel', when: [12, '08:30'] }],
  },
  {
    ...{ kind: 'event', by: 'ruth', when: [1, '18:05'], node: nodes.kilima, payload: event(stage, weekend) },
    said: [{ by: 'ruth', when: [1, '18:10'], text: 'The camp keeps the date for us until the end of next week.' }],
  },
  {
    ...{ kind: 'event', by: 'kwame', when: [9, '20:00'], node: nodes.mustardSeed },
    payload: event(stage, {
      ...{ name: 'Film night', starts: [8, '19:00'], hours: 3, place: 'Common room of Hall 5', expectedPeople: 40 },
      description: 'A film, popcorn, and a talk about it afterwards.',
    }),
    answers: [
      {
        ...{ by: 'ruth', when: [8, '10:45'], choice: 'reject' },
        reason: 'It is the night before the exams begin. Gladly in the week after.',
      },
    ],
  },
]

const roles: Asked[] = [
  {
    // Savanna's leader begins with the new year: the seat is empty, and the proposal climbs.
    ...role(someone(nodes.wellspring, 2).id, 'cell-leader', 'Has led the evenings since the group began'),
    ...{ by: 'esther', when: [40, '09:40'], node: nodes.wellspring },
    answers: [{ by: 'daniel', when: [38, '16:10'] }],
  },
  {
    ...role(people.naomi.id, 'board-member', 'Led Kilima for years and knows the students’ side'),
    ...{ by: 'samuel', when: [12, '10:00'], node: nodes.board },
    answers: [{ by: 'david', when: [11, '19:30'] }],
  },
  {
    ...role(people.joy.id, 'cell-leader', 'Has led the evenings since September'),
    ...{ by: 'faith', when: [1, '14:20'], node: nodes.hilltop },
  },
]
