import { addDays, addMonths } from '@ministry/kernel/calendar'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { networkOf, nextActs } from './automation.rules.ts'
import { unsaidSettings } from './automation.schema.ts'
import { lifeOf, registered, sweep, type LifeSoFar } from './testing/living.ts'

const planned = ({ facts, settings, enrolments, acts, holds }: LifeSoFar) =>
  nextActs(facts, settings, { enrolments, acts, holds }).map(
    ({ automation, step, on, verdict }) =>
      `${automation} ${step} ${on ?? 'never'}${verdict === 'do' ? '' : ` ${verdict}`}`,
  )
const run = (life: LifeSoFar, from: string, days: number, every = 1) => {
  const done: string[] = []
  for (let day = 0; day <= days; day += every)
    for (const { automation, step, verdict, because } of sweep(life, addDays(from, day)))
      if (verdict !== 'wait') done.push(`${addDays(from, day)} ${automation} ${step} ${because?.code ?? verdict}`)
  return done
}

describe('the welcome series (AUT-1)', () => {
  test('goes out on days 0, 3 and 10 and ends', () => {
    const life = lifeOf({}, { enrolments: [registered('2026-11-16')] })
    expect(run(life, '2026-11-16', 30)).toEqual([
      '2026-11-16 welcome mail-1 do',
      '2026-11-19 welcome mail-2 do',
      '2026-11-26 welcome mail-3 do',
    ])
    expect(life.enrolments[0]!.ended).toBe(true)
  })

  test('a mail that goes out late moves the next on; one that is too late is left out', () => {
    const late = lifeOf({}, { enrolments: [registered('2026-11-01')] })
    sweep(late, '2026-11-01')
    expect(run(late, '2026-11-08', 10)).toEqual(['2026-11-08 welcome mail-2 do', '2026-11-15 welcome mail-3 do'])
    const away = lifeOf({}, { enrolments: [registered('2026-11-01')] })
    sweep(away, '2026-11-01')
    expect(run(away, '2026-11-25', 10)).toEqual([
      '2026-11-25 welcome mail-2 too-late',
      '2026-11-25 welcome mail-3 too-late',
    ])
    expect(away.enrolments[0]!.ended).toBe(true)
  })

  test.each([
    [{ state: 'archived' }, 'archived'],
    [{ doNotContact: true }, 'do-not-contact'],
    [{ hasHome: false }, 'left'],
    [{ unsubscribed: true }, 'unsubscribed'],
  ])('stops for %o', (facts, why) => {
    const life = lifeOf(facts, { enrolments: [registered('2026-11-01')] })
    expect(run(life, '2026-11-02', 20)).toEqual([`2026-11-02 welcome mail-1 ${why}`])
  })

  test('a pause holds everything; after it the rest keeps its distance', () => {
    const life = lifeOf({}, { enrolments: [registered('2026-11-01')] })
    sweep(life, '2026-11-01')
    life.holds = [{ automation: 'welcome', until: null }]
    expect(run(life, '2026-11-02', 30)).toEqual([])
    expect(planned(life)).toEqual(['welcome mail-2 never', 'welcome mail-3 never'])
    life.holds = [{ automation: 'welcome', until: '2026-12-10' }]
    expect(run(life, '2026-12-02', 30)).toEqual(['2026-12-10 welcome mail-2 do', '2026-12-17 welcome mail-3 do'])
  })
})

describe('nearing graduation (AUT-2)', () => {
  test('six months before, on the first of the month', () => {
    expect(planned(lifeOf({ expectedGraduation: '2027-06' }))).toEqual([
      'pre-graduate state 2026-12-01',
      'alumni propose 2027-06-30',
      'alumni transition 2027-07-14',
    ])
  })
  test('a year alone is June, or the month in which the last term of that year ends', () => {
    const terms = [
      { from: '2027-01-10', to: '2027-04-20' },
      { from: '2027-09-01', to: '2027-11-12' },
    ]
    expect(planned(lifeOf({ expectedGraduation: '2027' }))[0]).toBe('pre-graduate state 2026-12-01')
    expect(planned(lifeOf({ expectedGraduation: '2027', terms })).slice(0, 2)).toEqual([
      'pre-graduate state 2027-05-01',
      'alumni propose 2027-11-30',
    ])
  })
  test('moves with the date, with the setting, and not at all where it is switched off', () => {
    const life = lifeOf({ expectedGraduation: '2027-06' })
    life.settings = { ...unsaidSettings, 'pre-graduate': { enabled: true, monthsBefore: 9 } }
    expect(planned(life)[0]).toBe('pre-graduate state 2026-09-01')
    life.settings = { ...unsaidSettings, 'pre-graduate': { enabled: false, monthsBefore: 9 } }
    expect(planned(life)[0]).toBe('alumni propose 2027-06-30')
  })
  test('is for members only', () => {
    for (const state of ['visitor', 'pre_graduate', 'alumni', 'inactive', 'archived'])
      expect(planned(lifeOf({ state, expectedGraduation: '2027-06' })).filter((act) => act.startsWith('pre'))).toEqual(
        [],
      )
  })
})

describe('the alumni transition (AUT-3)', () => {
  const graduate = () => lifeOf({ state: 'pre_graduate', expectedGraduation: '2026-11' })

  test('is proposed at the month’s end and made 14 days later', () => {
    const life = graduate()
    expect(run(life, '2026-11-16', 60)).toEqual(['2026-11-30 alumni propose do', '2026-12-14 alumni transition do'])
    expect(life.facts.state).toBe('alumni')
    expect(planned(life)).toEqual([])
  })
  test('proposed late, the days to object count from then', () => {
    expect(run(graduate(), '2026-12-20', 30)).toEqual([
      '2026-12-20 alumni propose do',
      '2027-01-03 alumni transition do',
    ])
  })
  test('postponed, it comes on that day', () => {
    const life = graduate()
    sweep(life, '2026-11-30')
    life.holds = [{ automation: 'alumni', until: '2027-02-01' }]
    expect(run(life, '2026-12-01', 90)).toEqual(['2027-02-01 alumni transition do'])
  })
  test('waits while the graduate leads something, and comes when that has ended', () => {
    const life = graduate()
    life.facts = { ...life.facts, leads: [{ role: 'cell-leader', node: 'Emmaus', nodeId: 'n2' }] }
    expect(run(life, '2026-11-30', 40)).toEqual(['2026-11-30 alumni propose do'])
    expect(planned(life)).toEqual(['alumni transition 2026-12-14 wait'])
    life.facts = { ...life.facts, leads: [] }
    expect(run(life, '2027-01-10', 2)).toEqual(['2027-01-10 alumni transition do'])
  })
  test.each([
    [[], 'no-network'],
    [
      [
        { id: 'a', name: 'A' },
        { id: 'b', name: 'B' },
      ],
      'several-networks',
    ],
  ])('waits with %o', (networks, code) => {
    const { facts, settings, ...past } = lifeOf({ networks, state: 'pre_graduate', expectedGraduation: '2026-11' })
    expect(nextActs(facts, settings, past).at(-1)!.because).toEqual({ code, values: { region: 'Highlands' } })
  })
  test('is withdrawn where the graduation is put off, and proposed anew then', () => {
    const life = graduate()
    sweep(life, '2026-11-30')
    life.facts = { ...life.facts, expectedGraduation: '2027-06' }
    expect(run(life, '2026-12-05', 240)).toEqual([
      '2026-12-05 alumni transition graduation-moved',
      '2027-06-30 alumni propose do',
      '2027-07-14 alumni transition do',
    ])
  })
  test('who has gone silent graduates as well, and is asked after no more', () => {
    const life = lifeOf(
      { state: 'inactive', expectedGraduation: '2026-11', lastSign: { on: '2026-08-20', recurring: true } },
      { enrolments: [{ automation: 're-engage', occurrence: '2026-08-20', startedOn: '2026-11-20', ended: false }] },
    )
    expect(run(life, '2026-11-30', 30)).toEqual([
      '2026-11-30 re-engage mail-1 too-late',
      '2026-11-30 alumni propose do',
      '2026-12-04 re-engage mail-2 do',
      '2026-12-14 alumni transition do',
    ])
    expect(life.facts.state).toBe('alumni')
  })
  test('a series that asks after somebody ends where they have become graduates', () => {
    const life = lifeOf(
      { state: 'alumni', lastSign: { on: '2026-08-20', recurring: true } },
      { enrolments: [{ automation: 're-engage', occurrence: '2026-08-20', startedOn: '2026-11-20', ended: false }] },
    )
    expect(sweep(life, '2026-11-21').map(({ verdict, because }) => [verdict, because?.code])).toEqual([
      ['stop', 'graduated'],
    ])
  })
  test('said to be made at once, it is; a later word that holds it up counts, and so does an obstacle', () => {
    const life = graduate()
    sweep(life, '2026-11-30')
    life.facts = { ...life.facts, goAhead: { networkId: null, now: true } }
    life.holds = [{ automation: 'alumni', until: null }]
    expect(run(life, '2026-12-01', 3)).toEqual([])
    life.holds = []
    life.facts = { ...life.facts, leads: [{ role: 'cell-leader', node: 'Emmaus', nodeId: 'n2' }] }
    expect(run(life, '2026-12-02', 3)).toEqual([])
    life.facts = { ...life.facts, leads: [] }
    expect(run(life, '2026-12-03', 3)).toEqual(['2026-12-03 alumni transition do'])
  })
  test('said before it is proposed, at once means nothing', () => {
    const life = graduate()
    life.facts = { ...life.facts, goAhead: { networkId: null, now: true } }
    expect(planned(life)).toContain('alumni transition 2026-12-14')
  })
  test('goes to the network that was chosen, as long as it is one of the region', () => {
    const networks = [
      { id: 'a', name: 'A' },
      { id: 'b', name: 'B' },
    ]
    expect(networkOf({ networks, goAhead: { networkId: 'b', now: false } })?.name).toBe('B')
    expect(networkOf({ networks, goAhead: { networkId: 'closed', now: false } })).toBeNull()
    expect(networkOf({ networks: [networks[0]!], goAhead: { networkId: 'closed', now: false } })?.name).toBe('A')
  })
  test('a date long gone moves nobody', () => {
    expect(planned(lifeOf({ expectedGraduation: '2019-06' }))).toEqual([])
  })
})

describe('silence (AUT-4)', () => {
  const silent = (on: string, more = {}) => lifeOf({ lastSign: { on, recurring: true }, ...more })

  test('three months after the last sign: inactive, and a mail; another 14 days later', () => {
    const life = silent('2026-08-10')
    expect(run(life, '2026-11-01', 60)).toEqual([
      '2026-11-10 re-engage inactive do',
      '2026-11-10 re-engage mail-1 do',
      '2026-11-24 re-engage mail-2 do',
    ])
    expect(life.facts.state).toBe('inactive')
  })
  test('days of a break don’t count', () => {
    const breaks = [
      { from: '2026-08-01', to: '2026-08-31' },
      { from: '2026-08-20', to: '2026-09-05' },
    ]
    expect(planned(silent('2026-08-10', { breaks }))[0]).toBe('re-engage inactive 2026-12-06')
  })
  test('who never gave a sign that recurs, or doesn’t want to be contacted, is left alone', () => {
    expect(planned(lifeOf({ lastSign: { on: '2024-01-01', recurring: false } }))).toEqual([])
    expect(planned(lifeOf({ lastSign: null }))).toEqual([])
    expect(planned(silent('2026-01-01', { doNotContact: true }))).toEqual([])
    expect(planned(silent('2026-01-01', { state: 'alumni' }))).toEqual([])
  })
  test('a sign brings back, once, and the clock begins anew', () => {
    const life = silent('2026-08-10')
    run(life, '2026-11-10', 2)
    life.facts = { ...life.facts, lastSign: { on: '2026-11-14', recurring: true } }
    expect(run(life, '2026-11-14', 60)).toEqual(['2026-11-14 re-engage returned do'])
    expect(life.facts.state).toBe('member')
    expect(planned(life)[0]).toBe('re-engage inactive 2027-02-14')
  })
  test('made active by hand, nobody asks any more', () => {
    const life = silent('2026-08-10')
    run(life, '2026-11-10', 0)
    life.facts = { ...life.facts, state: 'member' }
    expect(run(life, '2026-11-11', 30)).toEqual(['2026-11-11 re-engage mail-2 active-again'])
  })
})

const day = fc.integer({ min: 0, max: 500 }).map((days) => addDays('2025-10-01', days))
const anybody = fc.record({
  state: fc.constantFrom('visitor', 'member', 'pre_graduate', 'alumni', 'inactive', 'archived'),
  expectedGraduation: fc.option(day.map((date) => date.slice(0, 7))),
  doNotContact: fc.boolean(),
  lastSign: fc.option(fc.record({ on: day.filter((date) => date <= '2026-05-01'), recurring: fc.boolean() })),
  leads: fc.constantFrom([], [{ role: 'cell-leader', node: 'Emmaus', nodeId: 'n2' }]),
})
const effects = (life: LifeSoFar) =>
  life.acts.map(({ automation, occurrence, step, state }) => `${automation} ${occurrence} ${step} ${state}`).toSorted()

describe('whenever it runs', () => {
  test('after a week’s downtime the same steps have been taken as in time, each once, in the same order', () => {
    fc.assert(
      fc.property(
        anybody,
        fc.option(day),
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 0, max: 400 }),
        (facts, welcome, gap, from) => {
          const begin = () => lifeOf(structuredClone(facts), welcome ? { enrolments: [registered(welcome)] } : {})
          const inTime = begin()
          const late = begin()
          // A series begins on the day of its registration: sweeps run from then on.
          const start = welcome ?? '2026-05-01'
          for (let i = 0; i <= 430; i++) {
            sweep(inTime, addDays(start, i))
            // Down for some days once; then everything is made up for.
            if (i < from || i >= from + gap) sweep(late, addDays(start, i))
          }
          // The days to object to a transition may be under way at the end where they began later.
          for (const life of [inTime, late]) for (let i = 431; i < 470; i++) sweep(life, addDays(start, i))
          expect(effects(late)).toEqual(effects(inTime))
          for (const one of ['welcome', 'alumni', 're-engage'])
            expect(late.acts.filter(({ automation }) => automation === one).map(({ step }) => step)).toEqual(
              inTime.acts.filter(({ automation }) => automation === one).map(({ step }) => step),
            )
          expect(late.facts.state).toBe(inTime.facts.state)
        },
      ),
      { numRuns: 300 },
    )
  })

  test('a second sweep of the same day does nothing new', () => {
    fc.assert(
      fc.property(anybody, day, (facts, today) => {
        const life = lifeOf(facts, { enrolments: [registered(today)] })
        for (let i = 0; i < 3; i++) sweep(life, today)
        const before = effects(life)
        sweep(life, today)
        expect(effects(life)).toEqual(before)
      }),
    )
  })

  test('nothing is due before its day', () => {
    fc.assert(
      fc.property(anybody, day, (facts, today) => {
        const life = lifeOf({ ...facts, today })
        for (const { on } of sweep(life, today)) expect(on! <= today).toBe(true)
      }),
    )
  })
})

test('a month has passed on the same day, or on the month’s last', () => {
  expect(addMonths('2026-11-30', 3)).toBe('2027-02-28')
})
