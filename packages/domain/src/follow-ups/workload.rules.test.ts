import { expect, test } from 'vitest'
import { endOfWeek, loadsOf } from './workload.rules.ts'

test('a week ends on Sunday', () => {
  expect(['2026-11-23', '2026-11-28', '2026-11-29'].map(endOfWeek)).toEqual(['2026-11-29', '2026-11-29', '2026-11-29'])
})

test('loads count what is late, this week, put off and left, nobody’s first', () => {
  const task = (id: string, assigneeId: string | null, day: string, snoozed = false) => ({
    ...{ id, assigneeId, wantedOn: new Date(`${day}T00:00:00Z`) },
    snoozedUntil: snoozed ? new Date(`${day}T00:00:00Z`) : null,
  })
  const tasks = [
    task('1', 'ama', '2026-11-22'),
    task('2', 'ama', '2026-11-23'),
    task('3', 'ama', '2026-12-24', true),
    task('4', null, '2026-11-29'),
    task('5', 'kofi', '2026-11-30'),
  ]
  expect(loadsOf(tasks, '2026-11-23', new Set(['5']))).toEqual([
    { assigneeId: null, open: 1, overdue: 0, thisWeek: 1, snoozed: 0, left: 0 },
    { assigneeId: 'ama', open: 3, overdue: 1, thisWeek: 1, snoozed: 1, left: 0 },
    { assigneeId: 'kofi', open: 1, overdue: 0, thisWeek: 0, snoozed: 0, left: 1 },
  ])
})
