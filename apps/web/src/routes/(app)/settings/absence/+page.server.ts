import { running } from '@ministry/api'
import { newId } from '@ministry/kernel/id'
import { redirect } from '@sveltejs/kit'
import { m } from '@ministry/kernel/messages'
import { answer, keptOf, textOf } from '#lib/answer.server.ts'
import { tell } from '#lib/notice.server.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals }) => {
  const now = running().services.clock.now()
  const [{ own, deputyFor }, people] = await Promise.all([
    locals.api.approvals.absences({}),
    deputiesFor(locals.api, ''),
  ])
  return {
    own: own.map((absence) => ({ ...absence, current: absence.startsAt <= now && now < absence.endsAt })),
    deputyFor: deputyFor.map((absence) => ({ ...absence, current: absence.startsAt <= now && now < absence.endsAt })),
    people,
    // Made with the page: pressing twice sets one absence.
    id: newId(now),
  }
}

async function deputiesFor(api: App.Locals['api'], search: string) {
  const { people } = await api.approvals.deputies({ search })
  return people.map(({ id, name }) => ({ value: id, label: name }))
}

export const actions: Actions = {
  set: (event) =>
    answer(event, async (form) => {
      const deputyId = textOf(form, 'deputyId')
      const note = textOf(form, 'note')
      await event.locals.api.approvals.setAbsence({
        id: String(form.get('id')),
        from: String(form.get('from') ?? ''),
        until: String(form.get('until') ?? ''),
        deputyId: deputyId && deputyId !== 'nobody' ? deputyId : null,
        ...(note && { note }),
      })
      tell(event, { text: m.approvals_page_done_absence() })
      redirect(303, '/settings/absence')
    }),
  end: (event) =>
    answer(event, async (form) => {
      await event.locals.api.approvals.endAbsence({ id: String(form.get('id')) })
      tell(event, { text: m.approvals_page_done_absence_ended() })
      redirect(303, '/settings/absence')
    }),
  /** Looks for somebody who could stand in. */
  find: (event) =>
    answer(event, async (form) => {
      const people = await deputiesFor(event.locals.api, textOf(form, 'text') ?? '')
      // The only one who was found is chosen, rather than what was chosen before.
      if (people.length === 1) form.delete('deputyId')
      return { people, kept: keptOf(form) }
    }),
}
