/** People of the demo who are alike: twins, nicknames, one who was entered twice; and families. Source: PPL-5, PPL-7. */
import { systemCaller } from '@ministry/domain'
import { sweepDuplicates } from '@ministry/domain/people'
import { fixedClock } from '@ministry/kernel/calendar'
import { notFound } from '@ministry/kernel/errors'
import { newId } from '@ministry/kernel/id'
import { story, type StoryNode } from '@ministry/seed'
import { inTurn, someone, type Stage } from './acting.ts'

const { nodes, people } = story
const movementId = nodes.lighthouse.id
type Api = Awaited<ReturnType<Stage['as']>>
type Entered = Omit<Parameters<Api['people']['create']>[0], 'home'>

/** Those who came in with this, by what they are called here. */
export type Alike = Record<keyof ReturnType<typeof entered>, string>

/** Enters people who look like each other, lets the sweep find them, and says of some what they are. Source: PPL-5. */
export async function pair(stage: Stage): Promise<Alike> {
  const ids = {} as Alike
  const { faith, lucia, esther } = {
    faith: await stage.as('faith', [34, '10:00']),
    lucia: await stage.as('lucia', [33, '10:00']),
    esther: await stage.as('esther', [33, '12:00']),
  }
  const by: Record<string, Api> = { [nodes.mtoni.id]: lucia, [nodes.youngProfessionals.id]: esther }
  await inTurn(Object.entries(entered()), async ([key, [place, state, person]]) => {
    const home = { nodeId: place.id, state, joinedOn: stage.day(-34) }
    const made = await (by[place.id] ?? faith).people.create({ ...person, home, force: true })
    if (!made.id) throw notFound('Person')
    ids[key as keyof Alike] = made.id
  })
  await tellApart(stage)
  await sweep(stage)
  await say(stage, ids)
  await relate(stage, ids)
  return ids
}

const entered = () => {
  const person = (place: StoryNode, state: 'visitor' | 'member' | 'alumni', about: Entered) =>
    [place, state, about] as const
  const mother = { emergencyName: 'Margaret Nyokabi (mother)', emergencyPhone: '+254722400211' }
  const twin = {
    ...mother,
    gender: 'female',
    birthDate: '2005-08-14',
    city: 'Thika',
  } as const
  const gitau = { ...twin, phones: ['+254722400211'] }
  return {
    wambui: person(nodes.emmaus, 'member', {
      ...gitau,
      name: 'Wambui Nyokabi Gitau',
      emails: ['wambui.gitau@example.org'],
    }),
    wangari: person(nodes.bereans, 'member', {
      ...{ ...gitau, name: 'Wangari Nyokabi Gitau', emails: ['wangari.gitau@example.org'] },
    }),
    elizabeth: person(nodes.bereans, 'member', {
      ...{ name: 'Elizabeth Achieng Odhiambo', gender: 'female', birthDate: '2004-11-02', city: 'Kisumu' },
      ...{ phones: ['+254722400318'], emails: ['elizabeth.odhiambo@example.org'], institution: 'Kilima University' },
    }),
    liz: person(nodes.kilima, 'visitor', { name: 'Liz Odhiambo', gender: 'female', phones: ['+254722400318'] }),
    peninah: person(nodes.hilltop, 'member', {
      ...{ name: 'Peninah Jepkorir Rutto', gender: 'female', birthDate: '2005-03-21', phones: ['+254722400427'] },
      ...{ emails: ['peninah.rutto@example.org'], institution: 'Kilima University', expectedGraduation: '2028-11' },
      expectedGraduationSource: 'person',
    }),
    peninahAgain: person(nodes.kilima, 'visitor', {
      ...{ name: 'Peninah Jepkorir Ruto', gender: 'female', birthDate: '2005-03-21' },
      ...{ emails: ['peninah.rutto@example.org'], phones: ['+254733400427'], city: 'Eldoret' },
    }),
    zipporah: person(nodes.emmaus, 'member', {
      ...{ name: 'Zipporah Mueni Kilonzo', gender: 'female', birthDate: '2003-12-30', phones: ['+254722400644'] },
      emails: ['zipporah.kilonzo@example.org'],
    }),
    zipporahAgain: person(nodes.kilima, 'visitor', {
      ...{ name: 'Zippy Mueni Kilonzo', gender: 'female', birthDate: '2003-12-30', phones: ['+254722400644'] },
    }),
    hassan: person(nodes.mustardSeed, 'member', {
      ...{
        name: 'Hassan Omar Sheikh',
        gender: 'male',
        birthDate: '2004-02-11',
        phones: ['+254722400755'],
        city: 'Garissa',
      },
    }),
    amal: person(nodes.hilltop, 'visitor', {
      ...{
        name: 'Amal Omar Sheikh',
        gender: 'female',
        birthDate: '2006-06-05',
        phones: ['+254722400755'],
        city: 'Garissa',
      },
    }),
    emmanuel: person(nodes.mtoni, 'member', {
      ...{ name: 'Emmanuel Kiptoo Langat', gender: 'male', birthDate: '2002-09-09', phones: ['+254722400866'] },
      emails: ['emmanuel.langat@example.org'],
    }),
    emmanuelToo: person(nodes.kilima, 'visitor', {
      ...{ name: 'Emmanuel K. Langat', gender: 'male', emails: ['emmanuel.langat@example.org'] },
    }),
    patrick: person(nodes.youngProfessionals, 'alumni', {
      ...{ name: 'Patrick Mwenda Kirimi', gender: 'male', birthDate: '1996-01-27', phones: ['+254722400977'] },
      ...{ emails: ['patrick.kirimi@example.org'], street: 'Plot 14, Ngong View Road', city: 'Nairobi', country: 'KE' },
    }),
    janet: person(nodes.youngProfessionals, 'alumni', {
      ...{ name: 'Janet Gakii Kirimi', gender: 'female', birthDate: '1997-05-03', phones: ['+254722400978'] },
    }),
    tumaini: person(nodes.youngProfessionals, 'visitor', { name: 'Tumaini Kirimi', birthDate: '2024-04' }),
  }
}

/** Namesakes of the crowd, whose addresses are counted through, get some of their own: they are two. */
async function tellApart(stage: Stage) {
  const grace = await stage.as('grace', [36, '14:00'])
  const alike = Map.groupBy(story.everybody, ({ name }) => name)
  const others = [...alike.values()].flatMap(([, ...others]) => others)
  await inTurn(others, async ({ id, emails = [], phones = [] }, index) => {
    const { version } = await grace.people.get({ id })
    const fields = {
      ...(emails.length && {
        emails: [`friend.of.${['hope', 'grace', 'joy', 'peace'][index % 4]!}.${index}@example.org`],
      }),
      ...(phones.length && { phones: [`+2547${33_600_000 + index * 7919}`] }),
    }
    if (emails.length + phones.length) await grace.people.update({ id, version: version!, fields })
  })
}

async function sweep(stage: Stage) {
  const services = { ...stage.services, clock: fixedClock(stage.instant([9, '03:17'])) }
  const system = systemCaller([movementId], 'workflow:people-duplicates')
  let after: string | undefined
  do {
    const { next } = await sweepDuplicates.call(services, system, { movementId, after, take: 1000 })
    after = next ?? undefined
  } while (after)
}

/** Twins are two, one was entered twice, and two sides can't agree alone. */
async function say(stage: Stage, ids: Alike) {
  const faith = await stage.as('faith', [8, '09:30'])
  await faith.people.notSame({ firstId: ids.wambui, secondId: ids.wangari })
  const { first, second } = await faith.people.pair({ firstId: ids.zipporah, secondId: ids.zipporahAgain })
  const [survivor, merged] = first.id === ids.zipporah ? [first, second] : [second, first]
  await faith.people.merge({
    ...{ survivorId: survivor.id, mergedId: merged.id },
    versions: { survivor: survivor.version, merged: merged.version },
  })
}

async function relate(stage: Stage, ids: Alike) {
  const faith = await stage.as('faith', [8, '10:10'])
  const daniel = await stage.as('daniel', [29, '16:00'])
  await faith.families.relate({ personId: ids.wambui, otherId: ids.wangari, is: 'sibling' })
  await faith.families.relate({ personId: ids.hassan, otherId: ids.amal, is: 'sibling' })
  const shared = newId(stage.instant([8, '10:15']))
  await faith.families.createHousehold({ id: shared, name: 'Gitau sisters, Section 58', personId: ids.wambui })
  await faith.families.joinHousehold({ id: shared, personId: ids.wangari })

  await daniel.families.relate({ personId: ids.patrick, otherId: ids.janet, is: 'spouse' })
  await daniel.families.relate({ personId: ids.patrick, otherId: ids.tumaini, is: 'child' })
  await daniel.families.relate({ personId: ids.janet, otherId: ids.tumaini, is: 'child' })
  const home = newId(stage.instant([29, '16:05']))
  await daniel.families.createHousehold({ id: home, name: 'Kirimi family, Nairobi', personId: ids.patrick })
  await daniel.families.joinHousehold({ id: home, personId: ids.janet })
  await daniel.families.joinHousehold({ id: home, personId: ids.tumaini, role: 'child' })
  await daniel.families.shareAddress({ id: home, fromId: ids.patrick })

  const mentors = [
    [people.lukasz.id, people.chukwuemeka.id],
    [people.minh.id, people.naomi.id],
    [people.xiaoming.id, someone(nodes.healthWorkers, 3).id],
  ] as const
  await inTurn(mentors, ([personId, otherId]) => daniel.families.relate({ personId, otherId, is: 'mentor' }))
}
