import { redirect } from '@sveltejs/kit'
import { m } from '@ministry/kernel/messages'
import { formatNumber } from '@ministry/ui/format.ts'
import { answer } from '#lib/answer.server.ts'
import {
  readCells,
  readChoice,
  readChoiceOfMany,
  readMapping,
  readMeanings,
  readReading,
  readRules,
} from '#lib/imports/read-mapping.server.ts'
import { alikeOf, columnsOf, importOf, rowsOf, rulesOf, wordsOf } from '#lib/imports/wizard.server.ts'
import { tell } from '#lib/notice.server.ts'
import { mayHere } from '#lib/server/may-here.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params, url, parent, depends }) => {
  depends('imports:progress')
  const { api } = locals
  const found = await importOf(api, params.import, params.node)
  const { place } = await parent()
  const mayPlan = mayHere(locals, place, 'plan', 'Import')
  // Columns can be chosen anew until something is written.
  const again = url.searchParams.get('step') === 'columns' && (found.state === 'planned' || found.state === 'failed')
  const choosing = mayPlan && (found.state === 'mapping' || again)
  return {
    found,
    mayPlan,
    words: choosing || !mayPlan ? [] : await wordsOf(api, found),
    alike: choosing || !mayPlan ? [] : await alikeOf(api, found),
    columns: choosing ? await columnsOf(api, params.import) : null,
    rules: !choosing && mayPlan && found.state === 'planned' ? await rulesOf(api, found) : null,
    rows: choosing
      ? null
      : await rowsOf(api, found, url.searchParams.get('show'), url.searchParams.get('after') ?? undefined),
  }
}

const here = ({ node, import: id }: { node: string; import: string }) => `/${node}/imports/${id}`

/** The tab that was open stays open. */
const shownTab = (url: URL) => {
  const show = url.searchParams.get('show')
  return show ? `?show=${encodeURIComponent(show)}` : ''
}

export const actions: Actions = {
  // The same file in another way.
  reread: (event) =>
    answer(event, async (form) => {
      const { imports } = event.locals.api
      const found = await imports.get({ id: event.params.import })
      await imports.reread({ id: found.id, ...readReading(form, found) })
      redirect(303, here(event.params))
    }),
  // Other columns leave as it is what was said of words.
  map: (event) =>
    answer(event, async (form) => {
      const { imports } = event.locals.api
      const { id, settings } = await imports.get({ id: event.params.import })
      const chosen = readMapping(form)
      await imports.map({ id, ...chosen, settings: { ...settings, ...chosen.settings } })
      redirect(303, here(event.params))
    }),
  // The columns as they are, with what words mean besides.
  meanings: (event) =>
    answer(event, async (form) => {
      const { imports } = event.locals.api
      const { id, columns, settings } = await imports.get({ id: event.params.import })
      const meanings = readMeanings(form, settings.meanings)
      await imports.map({ id, fields: columns.map(({ field }) => field), settings: { ...settings, meanings } })
      redirect(303, here(event.params))
    }),
  commit: (event) =>
    answer(event, async (form) => {
      await event.locals.api.imports.commit({ id: event.params.import, welcome: form.has('welcome') })
      redirect(303, here(event.params))
    }),
  rules: (event) =>
    answer(event, async (form) => {
      await event.locals.api.imports.setRules({ id: event.params.import, ...readRules(form) })
      redirect(303, here(event.params))
    }),
  choose: (event) =>
    answer(event, async (form) => {
      const number = Number(form.get('number'))
      await event.locals.api.imports.choose({ id: event.params.import, number, choice: readChoice(form) })
      redirect(303, here(event.params) + shownTab(event.url))
    }),
  'choose-alike': (event) =>
    answer(event, async (form) => {
      const { rows } = await event.locals.api.imports.chooseAlike({
        id: event.params.import,
        ...readChoiceOfMany(form),
      })
      tell(event, { text: m.imports_alike_done({ count: rows, shown: formatNumber(rows) }) })
      redirect(303, here(event.params) + shownTab(event.url))
    }),
  fix: (event) =>
    answer(event, async (form) => {
      const number = Number(form.get('number'))
      await event.locals.api.imports.fix({ id: event.params.import, number, cells: readCells(form) })
      redirect(303, here(event.params) + shownTab(event.url))
    }),
  undo: (event) =>
    answer(event, async () => {
      await event.locals.api.imports.undo({ id: event.params.import })
      redirect(303, here(event.params))
    }),
  cancel: (event) =>
    answer(event, async () => {
      await event.locals.api.imports.cancel({ id: event.params.import })
      redirect(303, here(event.params))
    }),
}
