/** Every verb that any router offers names a noun of the matrix, and an act that somebody may do. Source: ACS-1, architecture rule 1. */
import { abilityOf, areas, mayAny, nounsOf, rightsOf, roleNames } from '@ministry/access'
import { heldAt, principalWith, world } from '@ministry/access/oracle'
import { existsSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { verbOf } from '../door.ts'

const here = new URL('..', import.meta.url)
const capabilities = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(new URL(`${entry.name}/${entry.name}.router.ts`, here)))
  .map(({ name }) => name)
const routers = await Promise.all(
  capabilities.map(async (name) => {
    const path = `../${name}/${name}.router.ts`
    const module = (await import(/* @vite-ignore */ path)) as Record<string, Router>
    return Object.values(module)[0]!
  }),
)
interface Router {
  _def: { procedures: Record<string, object> }
}
const procedures = routers.flatMap((router) => Object.entries(router._def.procedures))
const at = new Date('2026-11-22T12:00:00Z')

test('finds the routers', () => {
  expect(capabilities).toEqual(expect.arrayContaining(['access', 'audit', 'imports', 'org']))
  expect(procedures.length).toBeGreaterThan(20)
})

test('every procedure is a verb whose name says where it stands', () => {
  for (const [name, procedure] of procedures) {
    const verb = verbOf(procedure)
    expect(verb, name).toBeDefined()
    expect(verb!.name, name).toMatch(/^[a-z]+(-[a-z]+)*(\.[a-z]+(-[a-z]+)*){1,2}$/)
  }
})

test('every permission names a noun of exactly one area, and an act that some role may do somewhere', () => {
  const abilities = roleNames.map((role) => {
    const node = [...world.values()].find(({ kind }) => kind === heldAt[role])
    const principal = principalWith(world, [{ role, nodeId: node?.id ?? null }])
    return abilityOf(rightsOf(principal, at), principal)
  })
  for (const [name, procedure] of procedures) {
    const { permission } = verbOf(procedure)!
    if (typeof permission === 'string') continue
    const { action, noun } = permission
    const inAreas = areas.filter((area) => (nounsOf[area] as readonly string[]).includes(noun))
    expect(inAreas, `${name}: ${noun}`).toHaveLength(1)
    expect(
      abilities.some((ability) => mayAny(ability, action, noun)),
      `${name}: ${action} ${noun}`,
    ).toBe(true)
  }
})
