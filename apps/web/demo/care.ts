/** What is noted, confided and to be done about people of the demo. Source: PPL-6, ACS-6. */
import { newId } from '@ministry/kernel/id'
import { story, type StoryPerson } from '@ministry/seed'
import { inTurn, someone, type Stage, type When } from './acting.ts'
import type { Alike } from './pairs.ts'

const { nodes, people } = story
type Actor = Parameters<Stage['as']>[0]

/** Notes, care notes with who opened them, and follow-ups: late, due, put off, done, given to several and to nobody. */
export async function confide(stage: Stage, ids: Alike): Promise<void> {
  await inTurn(notes(ids), async ([by, when, personId, body]) => {
    await (await stage.as(by, when)).care.writeNote({ id: newId(stage.instant(when)), personId, body })
  })
  await inTurn(careNotes(), async ([by, when, personId, body, sharedWith = []]) => {
    await (await stage.as(by, when)).care.writeCareNote({ id: newId(stage.instant(when)), personId, body, sharedWith })
  })
  const grace = await stage.as('grace', [12, '22:10'])
  const reason = 'A flatmate rang the office at night: they had not come home since Friday'
  await grace.care.breakGlass({ personId: someone(nodes.mustardSeed, 4).id, reason })
  await inTurn(followUps(stage, ids), (one) => follow(stage, one))
}

const notes = (ids: Alike): [Actor, When, string, string][] => [
  [
    'kwame',
    [80, '21:00'],
    people.minh.id,
    'Plays the guitar and the đàn tranh. Would like to lead a song once, not yet in front of everybody.',
  ],
  [
    'haeun',
    [52, '18:40'],
    people.minh.id,
    'Came to the freshers’ welcome with two of her flatmates. Both asked when we meet.',
  ],
  ['faith', [34, '09:50'], people.minh.id, 'New number since October; the old one goes to her sister now.'],
  [
    'ruth',
    [61, '12:00'],
    people.lukasz.id,
    'Hands in his thesis in December. Has an offer from a firm in Nairobi, and one from Kraków.',
  ],
  [
    'kwame',
    [17, '22:05'],
    someone(nodes.mustardSeed, 4).id,
    'Was not at the last two evenings; says that there is much to do.',
  ],
  ['tomas', [23, '16:20'], people.naledi.id, 'Looks for a room near campus, up to KES 6,000. Can cook for twelve.'],
  ['tomas', [44, '10:15'], people.joy.id, 'Ready to lead a group. Wants to go through the course first, with Faith.'],
  ['ruth', [90, '11:10'], people.priya.id, 'Writes from Pune every month. Back in March, and wants to be asked then.'],
  ['faith', [33, '10:20'], ids.elizabeth, 'Said at the desk that everybody calls her Liz.'],
  [
    'lucia',
    [26, '14:00'],
    someone(nodes.anchor, 5).id,
    'Sings in the choir of the polytechnic on Thursdays, so comes late.',
  ],
  ['chukwuemeka', [31, '20:30'], people.zoe.id, 'Offers her flat for the breakfasts, twelve people fit.'],
]

const careNotes = (): [Actor, When, string, string, string[]?][] => [
  [
    ...(['kwame', [15, '22:40'], someone(nodes.mustardSeed, 4).id] as const),
    'The father lost his work in August, and there is no money for the fees of January. Thinks of giving up. Does not want the others to know.',
    [people.tomas.id],
  ],
  [
    ...(['ruth', [37, '17:30'], people.lukasz.id] as const),
    'His mother is in hospital in Kraków. Would fly home at once if it weren’t for the thesis. Pray, and ask on Fridays.',
  ],
  [
    ...(['ruth', [5, '16:15'], people.xiaoming.id] as const),
    'Was baptised in the summer and has not told his family. Afraid of the holidays at home.',
  ],
  [
    ...(['chukwuemeka', [20, '21:20'], people.zoe.id] as const),
    'The engagement is broken off since the summer. Talk before the couples’ evening.',
  ],
]

interface Asked {
  by: Actor
  /** When it was asked for. */
  when: When
  about: string
  title: string
  detail?: string
  /** Days from today. */
  due: number
  /** Absent: somebody is still to be found. */
  to?: string
  later?: number
  closed?: { by: Actor; when: When; as?: 'dropped'; outcome?: string }
}

async function follow(stage: Stage, { by, when, about, title, detail, due, to, later, closed }: Asked) {
  const id = newId(stage.instant(when))
  const asks = await stage.as(by, when)
  const rest = { title, detail: detail ?? null, dueOn: stage.day(due), assigneeId: to ?? null }
  await asks.followUps.create({ id, personId: about, ...rest })
  let version = 1
  if (later !== undefined) version = (await asks.followUps.snooze({ id, version, until: stage.day(later) })).version
  if (!closed) return
  const closes = await stage.as(closed.by, closed.when)
  await closes.followUps.close({ id, version, as: closed.as ?? 'done', outcome: closed.outcome ?? null })
}

function followUps(stage: Stage, ids: Alike): Asked[] {
  const { kwame, haeun, tomas, faith, ruth, lucia, yusuf, joseph, chukwuemeka, esther } = people as Record<
    string,
    StoryPerson
  >
  const seed = (number: number) => someone(nodes.mustardSeed, number).id
  const emmaus = (number: number) => someone(nodes.emmaus, number).id
  const bereans = (number: number) => someone(nodes.bereans, number).id
  const campus: Asked[] = [
    { by: 'ruth', when: [12, '09:00'], about: seed(4), title: 'Meet for tea, ask how it goes', due: -3, to: kwame!.id },
    {
      by: 'kwame',
      when: [9, '20:00'],
      about: people.minh.id,
      title: 'Ask whether she leads a song on Thursday',
      due: 0,
      to: kwame!.id,
    },
    { by: 'faith', when: [7, '11:00'], about: ids.hassan, title: 'Show where the group meets', due: 1, to: kwame!.id },
    {
      by: 'kwame',
      when: [6, '21:00'],
      about: seed(7),
      title: 'Call about the weekend at the lake',
      due: 4,
      to: haeun!.id,
    },
    { by: 'kwame', when: [16, '21:00'], about: seed(1), title: 'Return the guitar', due: -6, to: kwame!.id, later: 5 },
    {
      by: 'ruth',
      when: [20, '10:00'],
      about: people.naledi.id,
      title: 'Find a room near campus',
      detail: 'Up to KES 6,000 a month. Wanjiru’s landlord has two.',
      due: -2,
      to: tomas!.id,
    },
    {
      by: 'tomas',
      when: [11, '12:00'],
      about: people.joy.id,
      title: 'Go through the leaders’ course with her',
      due: 9,
      to: faith!.id,
    },
    {
      by: 'ruth',
      when: [8, '15:00'],
      about: people.xiaoming.id,
      title: 'Where is he over Christmas?',
      due: 2,
      to: tomas!.id,
    },
    {
      by: 'tomas',
      when: [13, '13:00'],
      about: emmaus(2),
      title: 'Visit in Hall 3',
      due: -5,
      to: tomas!.id,
    },
    {
      by: 'tomas',
      when: [5, '13:00'],
      about: emmaus(6),
      title: 'Invite to the open evening',
      due: 6,
      to: ruth!.id,
    },
    {
      by: 'tomas',
      when: [10, '13:30'],
      about: bereans(1),
      title: 'Was ill: does she need notes of the lectures?',
      due: 0,
      to: faith!.id,
    },
    {
      by: 'faith',
      when: [4, '09:15'],
      about: bereans(4),
      title: 'Ask for the e-mail address; ours comes back',
      due: 3,
      to: faith!.id,
    },
    {
      by: 'faith',
      when: [8, '10:30'],
      about: ids.peninah,
      title: 'Which of the two numbers is right?',
      due: 1,
      to: faith!.id,
    },
    {
      by: 'ruth',
      when: [3, '17:00'],
      about: people.lukasz.id,
      title: 'Bring together with a graduate of his subject',
      due: 12,
      to: ruth!.id,
    },
    {
      by: 'ruth',
      when: [18, '08:00'],
      about: people.priya.id,
      title: 'Write before she comes back',
      due: 90,
      to: ruth!.id,
    },
    { by: 'faith', when: [6, '10:00'], about: ids.amal, title: 'First visit: who takes care of her?', due: 2 },
    {
      by: 'faith',
      when: [15, '10:00'],
      about: someone(nodes.hilltop, 5).id,
      title: 'Ask whether to stay on the list',
      due: -1,
    },
    { by: 'haeun', when: [5, '19:00'], about: seed(10), title: 'Birthday: bring a cake', due: 7, to: haeun!.id },
  ]
  const closed: Asked[] = [
    {
      ...{ by: 'ruth', when: [40, '09:00'], about: seed(2), title: 'Ask why he stays away', due: -30, to: kwame!.id },
      closed: {
        by: 'kwame',
        when: [29, '21:30'],
        outcome: 'Works on Thursday evenings until December. Comes to the Sunday walk instead.',
      },
    },
    {
      ...{
        by: 'faith',
        when: [34, '11:00'],
        about: people.minh.id,
        title: 'Ask for the new number',
        due: -32,
        to: haeun!.id,
      },
      closed: { by: 'haeun', when: [34, '18:00'], outcome: 'Written down.' },
    },
    {
      ...{ by: 'tomas', when: [30, '12:00'], about: emmaus(4), title: 'Lend the textbook', due: -20, to: tomas!.id },
      closed: { by: 'tomas', when: [22, '12:30'], as: 'dropped', outcome: 'Found one in the library.' },
    },
    {
      ...{
        by: 'kwame',
        when: [26, '20:00'],
        about: seed(5),
        title: 'Pray together before the exam',
        due: -21,
        to: kwame!.id,
      },
      closed: { by: 'kwame', when: [21, '07:10'] },
    },
  ]
  const elsewhere: Asked[] = [
    {
      by: 'lucia',
      when: [9, '09:00'],
      about: someone(nodes.anchor, 5).id,
      title: 'Ask to sing at the carol evening',
      due: 3,
      to: lucia!.id,
    },
    {
      by: 'lucia',
      when: [14, '09:00'],
      about: someone(nodes.firstLight, 2).id,
      title: 'New at First Light: visit',
      due: -4,
      to: people.ibrahim.id,
    },
    {
      by: 'yusuf',
      when: [6, '10:00'],
      about: someone(nodes.harbour, 3).id,
      title: 'Bring the form for the beach weekend',
      due: 1,
      to: yusuf!.id,
    },
    {
      by: 'esther',
      when: [10, '10:00'],
      about: someone(nodes.roots, 3).id,
      title: 'Who leads Savanna until January? Ask around',
      due: 0,
      to: esther!.id,
    },
    {
      by: 'joseph',
      when: [12, '18:00'],
      about: ids.patrick,
      title: 'Speaks at the graduates’ day?',
      due: 2,
      to: chukwuemeka!.id,
    },
    {
      by: 'joseph',
      when: [7, '18:00'],
      about: someone(nodes.healthWorkers, 2).id,
      title: 'Moved to Kisumu: which group is near?',
      due: 5,
      to: joseph!.id,
    },
  ]
  return [...campus, ...closed, ...elsewhere]
}
