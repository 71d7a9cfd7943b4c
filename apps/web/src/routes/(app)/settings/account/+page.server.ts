import { redirect } from '@sveltejs/kit'
import { m } from '@ministry/kernel/messages'
import { answer } from '#lib/answer.server.ts'
import { formChoices } from '#lib/people/form-choices.server.ts'
import { tell } from '#lib/notice.server.ts'
import { passkeyActs } from '#lib/passkey-acts.server.ts'
import { setSession } from '#lib/server/session.ts'
import { ownFields, readOwnData } from './own-data.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals }) => {
  const [{ version, fields, editable }, secondFactor] = await Promise.all([
    locals.api.people.me(),
    locals.api.accounts.secondFactor({}),
  ])
  const shown = ownFields.filter((field) => editable.includes(field))
  return {
    version,
    shown,
    secondFactor,
    countries: formChoices(fields).countries,
    values: Object.fromEntries(shown.map((field) => [field, lineOf(fields[field])])),
  }
}

const lineOf = (value: unknown): string =>
  Array.isArray(value) ? value.join('\n') : typeof value === 'string' ? value : ''

export const actions: Actions = {
  ...passkeyActs,
  removePasskey: (event) =>
    answer(event, async (form) => {
      await event.locals.api.accounts.removePasskey({ id: String(form.get('id')) })
      tell(event, { text: m.accounts_passkey_removed() })
      redirect(303, '/settings/account')
    }),
  data: (event) =>
    answer(event, async (form) => {
      const { id } = await event.locals.api.people.me()
      await event.locals.api.people.update({ id, version: Number(form.get('version')), fields: readOwnData(form) })
      tell(event, { text: m.shell_done_account() })
      redirect(303, '/settings/account')
    }),
  codes: (event) =>
    answer(event, async () => ({
      recoveryCodes: (await event.locals.api.accounts.newRecoveryCodes({})).recoveryCodes,
    })),
  removeApp: (event) =>
    answer(event, async () => {
      await event.locals.api.accounts.removeTotp({})
      tell(event, { text: m.accounts_totp_removed() })
      redirect(303, '/settings/account')
    }),
  password: (event) =>
    answer(event, async (form) => {
      const { token, endsAt } = await event.locals.api.accounts.changePassword({
        current: String(form.get('current') ?? ''),
        password: String(form.get('password') ?? ''),
      })
      // The old sessions are gone, the one at hand too: this device goes on with a new one.
      setSession(event, token, endsAt)
      tell(event, { text: m.shell_done_password() })
      redirect(303, '/settings/account')
    }),
}
