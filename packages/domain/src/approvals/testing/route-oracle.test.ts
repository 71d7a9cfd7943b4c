/** The oracle itself, by hand: every line of the reading of APR-2 to APR-5, then what must hold for any plan. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { handCases, told } from './route-cases.ts'
import { faultsOf } from './route-invariants.ts'
import { oraclePlan } from './route-oracle.ts'
import { oracleCase } from './route-worlds.ts'

it.each(handCases)('by hand, %s', (_, one, plan) => {
  expect(told(oraclePlan(one).asked)).toBe(plan)
})

describe('in random movements', () => {
  it('keeps what must hold for any plan', () => {
    fc.assert(
      fc.property(oracleCase, (one) => {
        const { asked } = oraclePlan(one)
        expect(asked === 'no-rule' ? [] : faultsOf(one, asked)).toEqual([])
      }),
      { numRuns: 3000 },
    )
  })

  it('meets every rule in more than one case of a hundred', () => {
    const met = new Map<string, number>()
    const runs = 4000
    for (const one of fc.sample(oracleCase, { numRuns: runs, seed: 20 }))
      for (const rule of oraclePlan(one).fired) met.set(rule, (met.get(rule) ?? 0) + 1)
    const rules = [
      'no-rule',
      'counts-as',
      'no-place',
      'lead-here',
      'lead-above',
      'raised',
      'own',
      'empty',
      'board-takes',
    ]
    const more = [
      'twice-seat',
      'twice-person',
      'requester-holds',
      'same-seat',
      'same-person',
      'endorsed',
      'board',
      'board-short',
      'board-empty',
      'board-own',
      'board-twice-seat',
    ]
    const seldom = [...rules, ...more].filter((rule) => (met.get(rule) ?? 0) <= runs / 100)
    expect(seldom.map((rule) => `${rule}: ${met.get(rule) ?? 0} of ${runs}`)).toEqual([])
  })
})
