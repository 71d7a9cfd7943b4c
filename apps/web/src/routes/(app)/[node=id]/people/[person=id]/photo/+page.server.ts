import { error, redirect } from '@sveltejs/kit'
import { m } from '@ministry/kernel/messages'
import { newId } from '@ministry/kernel/id'
import { answer, textOf } from '#lib/answer.server.ts'
import { receiveFiles } from '#lib/files/receive-files.server.ts'
import { tell } from '#lib/notice.server.ts'
import { personView } from '#lib/people/person-view.server.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types.js'

export const load: PageServerLoad = async ({ locals, params, parent }) => {
  const { me } = await parent()
  const { id, name, photoId, mayPhoto, consentHistory } = personView(await locals.api.people.get({ id: params.person }))
  return {
    person: { id, name, photoId, mayPhoto },
    own: me.account.personId === id,
    // The last word counts, through whatever channel it came.
    agreed: consentHistory?.find(({ purpose }) => purpose === 'photos')?.given === true,
  }
}

export const actions: Actions = {
  set: async (event) => {
    const { locals, params } = event
    const received = await receiveFiles(event, { square: true })
    return answer(received, async (form) => {
      received.check()
      const fileId = received.fileIds.at(-1)
      if (!fileId) noPicture()
      const own = locals.account?.principal.personId === params.person
      const consent = own ? m.people_photo_own_source() : textOf(form, 'consent')
      await locals.api.people.setPhoto({ id: params.person, fileId, consent })
      return back(event, m.people_photo_saved())
    })
  },
  remove: (event) =>
    answer(event, async () => {
      await event.locals.api.people.removePhoto({ id: event.params.person })
      return back(event, m.people_photo_removed())
    }),
}

/** Said beside the field, as the product's own refusals are. */
function noPicture(): never {
  const issues = [{ path: 'upload', message: 'people.photo.none' }]
  error(400, { message: 'No picture came.', id: newId(), kind: 'InvalidInput', issues })
}

function back(event: RequestEvent, text: string): never {
  tell(event, { text })
  redirect(303, `/${event.params.node}/people/${event.params.person}`)
}
