import { m } from '@ministry/kernel/messages'
import { keyDays, scopeAreas } from '@ministry/domain/clients/schema'
import { redirect } from '@sveltejs/kit'
import { answer } from '#lib/answer.server.ts'
import { tell } from '#lib/notice.server.ts'
import type { Actions, PageServerLoad } from './$types.js'

const sentences = m as unknown as Record<string, (() => string) | undefined>
const areaName = (area: string) => sentences[`clients_area_${area}`]?.() ?? area
const scopeName = (scope: string) => {
  const [area, act] = scope.split(':') as [string, string]
  return `${areaName(area)}: ${act === 'write' ? m.clients_scope_write() : m.clients_scope_read()}`
}

export const load: PageServerLoad = async ({ locals }) => {
  const keys = await locals.api.clients.keys({})
  return {
    keys: keys.map(({ scopes, ...key }) => ({ ...key, scopes: scopes.map(scopeName) })),
    areas: scopeAreas.map((area) => ({ area, name: areaName(area) })),
    days: keyDays.map((days) => ({ value: String(days), label: m.clients_key_days_value({ days }) })),
  }
}

export const actions: Actions = {
  create: (event) =>
    answer(event, async (form) => {
      const scopes = scopeAreas.flatMap((area) => {
        const act = form.get(`scope-${area}`)
        return act === 'read' || act === 'write' ? [`${area}:${act}` as const] : []
      })
      const name = String(form.get('name') ?? '')
      const days = Number(form.get('days')) as (typeof keyDays)[number]
      const { key, expiresAt } = await event.locals.api.clients.createKey({ name, scopes, days })
      // Without a redirect: it is in this answer and nowhere else.
      return { made: { key, name, expiresAt } }
    }),
  end: (event) =>
    answer(event, async (form) => {
      await event.locals.api.clients.revokeKey({ id: String(form.get('id')) })
      tell(event, { text: m.clients_done_key_ended() })
      redirect(303, '/settings/keys')
    }),
}
