import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createTurns } from './turns.ts'

const gate = () => {
  let open = () => {}
  const opened = new Promise<void>((resolve) => (open = resolve))
  return { open: () => open(), opened }
}

test('runs so many at once, the rest in their order', async () => {
  const turns = createTurns({ atOnce: 2, waiting: 10 })
  const gates = Array.from({ length: 5 }, gate)
  const begun: number[] = []
  const all = gates.map(({ opened }, i) => turns.take(() => (begun.push(i), opened)))
  await turn()
  expect(begun).toEqual([0, 1])
  gates[1]!.open()
  await turn()
  expect(begun).toEqual([0, 1, 2])
  for (const { open } of gates) open()
  await Promise.all(all)
  expect(begun).toEqual([0, 1, 2, 3, 4])
})

test('a task that fails gives its turn on', async () => {
  const turns = createTurns({ atOnce: 1, waiting: 10 })
  const failed = turns.take(() => Promise.reject(new Error('no')))
  const next = turns.take(() => Promise.resolve('yes'))
  await expect(failed).rejects.toThrow('no')
  expect(await next).toBe('yes')
})

test('turns away whoever would wait too long', async () => {
  const turns = createTurns({ atOnce: 1, waiting: 1 })
  const { open, opened } = gate()
  const running = turns.take(() => opened)
  const waiting = turns.take(() => Promise.resolve())
  await expect(turns.take(() => Promise.resolve())).rejects.toMatchObject({ kind: 'LimitReached', code: 'auth.busy' })
  open()
  await Promise.all([running, waiting])
  await turns.take(() => Promise.resolve())
})

test('in a crowd one more runs, in the order they came, until it is through', async () => {
  const turns = createTurns({ atOnce: 1, waiting: 10, crowd: 3 })
  const gates = Array.from({ length: 5 }, gate)
  const begun: number[] = []
  const all = gates.map(({ opened }, i) => turns.take(() => (begun.push(i), opened)))
  await turn()
  // 0 runs; 1, 2 and 3 waited, so that 1 came in beside it; 4 made them three again, but no third comes in.
  expect(begun).toEqual([0, 1])
  gates[0]!.open()
  await turn()
  expect(begun).toEqual([0, 1, 2])
  gates[1]!.open()
  await turn()
  // Two waited no more: one at a time again.
  expect(begun).toEqual([0, 1, 2])
  gates[2]!.open()
  await turn()
  expect(begun).toEqual([0, 1, 2, 3])
  for (const { open } of gates) open()
  await Promise.all(all)
  expect(begun).toEqual([0, 1, 2, 3, 4])
})
