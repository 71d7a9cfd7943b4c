import { redirect } from '@sveltejs/kit'
import type { Choice } from '@ministry/domain/people/schema'
import { m } from '@ministry/kernel/messages'
import { answer, textOf } from '#lib/answer.server.ts'
import { tell } from '#lib/notice.server.ts'
import { pairView } from '#lib/people/pair-words.server.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params }) => ({
  pair: pairView(await locals.api.people.pair({ firstId: params.first, secondId: params.second })),
})

export const actions: Actions = {
  merge: (event) =>
    answer(event, async (form) => {
      const { first, second, node } = event.params
      const keepsFirst = form.get('survivor') !== second
      const [survivorId, mergedId] = keepsFirst ? [first, second] : [second, first]
      const version = (id: string) => Number(form.get(`version.${id}`))
      const chosen = (value: string): Choice =>
        value === 'both' ? 'both' : (value === 'first') === keepsFirst ? 'survivor' : 'merged'
      const choices = [...form].flatMap(([name, value]) =>
        name.startsWith('choice.') ? [[name.slice('choice.'.length), chosen(String(value))] as const] : [],
      )
      const { id, mergeId } = await event.locals.api.people.merge({
        ...{ survivorId, mergedId, choices: Object.fromEntries(choices) },
        versions: { survivor: version(survivorId), merged: version(mergedId) },
      })
      const name = textOf(form, `name.${survivorId}`) ?? ''
      tell(event, {
        text: m.people_merge_done({ name }),
        undo: { action: `/${node}/duplicates?/undo`, fields: { mergeId } },
      })
      redirect(303, `/${node}/people/${id}`)
    }),
  'not-same': (event) =>
    answer(event, async () => {
      const { first, second, node } = event.params
      await event.locals.api.people.notSame({ firstId: first, secondId: second })
      tell(event, { text: m.people_merge_not_same_done() })
      redirect(303, `/${node}/duplicates`)
    }),
  propose: (event) =>
    answer(event, async (form) => {
      const { first, second, node } = event.params
      await event.locals.api.people.proposeMerge({ firstId: first, secondId: second, note: textOf(form, 'note') })
      tell(event, { text: m.people_merge_proposed_done() })
      redirect(303, `/${node}/duplicates?show=proposed`)
    }),
}
