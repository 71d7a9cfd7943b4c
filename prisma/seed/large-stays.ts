/** What three years made of a person: stays at places, counted in days from the first of them. Source: PPL-2. */
import type { LargeNode } from './large-tree.ts'
import type { Random } from './random.ts'
import type { State } from './story-shapes.ts'

/** Day 0 is three years before the story's day, which is day DAYS. */
export const DAYS = 3 * 365

export interface Stay {
  node: LargeNode
  isHome: boolean
  joined: number
  left?: number
  path: [State, number][]
}

/** Stays in the order in which they began: what came before, the home, and now and then a second place. */
export function life(random: Random, home: LargeNode, groups: readonly LargeNode[]): Stay[] {
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
