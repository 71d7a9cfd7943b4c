/** A proposed move to the graduates in words. */
import type { Graduation } from '@ministry/domain/automation/schema'
import { m } from '@ministry/kernel/messages'
import { formatPartialDate } from '@ministry/ui/format.ts'
import { heldText, successorHref } from './next-acts.server.ts'
import { waitingText } from './waiting.server.ts'

export function graduationLine(row: Graduation, today: string) {
  const { person, state, home, expected, on, waitsFor, held, network, networks, mayApply, goesOn } = row
  const date = on && formatPartialDate(on)
  const due = on !== null && on <= today
  const going = !waitsFor && goesOn && due
  return {
    person,
    state,
    home,
    graduation: m.automation_graduated_in({ date: formatPartialDate(expected) }),
    when: held
      ? heldText(held)
      : going
        ? m.automation_move_goes_on()
        : due && !waitsFor
          ? m.automation_move_soon()
          : date && (due ? m.automation_next_since({ date }) : m.automation_moves_on({ date })),
    going,
    held: held !== null,
    waits: waitsFor ? waitingText(waitsFor) : null,
    /** Where a successor is named. */
    team: waitsFor && successorHref(waitsFor, person.id),
    network: networks.find(({ id }) => id === network)?.name ?? null,
    mayChoose: networks.length > 1,
    mayApply: mayApply && network !== null && waitsFor === null && !going,
  }
}
export type GraduationLine = ReturnType<typeof graduationLine>
