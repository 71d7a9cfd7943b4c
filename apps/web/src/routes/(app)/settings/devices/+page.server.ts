import { redirect } from '@sveltejs/kit'
import { m } from '@ministry/kernel/messages'
import { answer } from '#lib/answer.server.ts'
import { deviceName } from '#lib/device-name.ts'
import { tell } from '#lib/notice.server.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals }) => {
  const devices = await locals.api.accounts.devices({})
  const here = locals.account?.session.id
  return {
    devices: devices.map(({ id, createdAt, lastSeenAt, address, device, kind }) => ({
      id,
      name:
        kind === 'client'
          ? (device ?? m.shell_device_unknown())
          : device
            ? deviceName(device)
            : m.shell_device_unknown(),
      client: kind === 'client',
      here: id === here,
      createdAt,
      lastSeenAt,
      address,
    })),
  }
}

export const actions: Actions = {
  end: (event) =>
    answer(event, async (form) => {
      await event.locals.api.accounts.endDevice({ sessionId: String(form.get('id')) })
      tell(event, { text: m.shell_done_device() })
      redirect(303, '/settings/devices')
    }),
  others: (event) =>
    answer(event, async () => {
      const { ended } = await event.locals.api.accounts.signOutEverywhere({ keep: event.locals.account?.session.id })
      tell(event, { text: m.shell_done_devices({ count: ended }) })
      redirect(303, '/settings/devices')
    }),
}
