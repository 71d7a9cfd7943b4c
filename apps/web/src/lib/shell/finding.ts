/** What the palette and the switcher find. Loaded when the first of them is opened. */
import { m } from '@ministry/kernel/messages'
import type { FinderGroup, FinderItem } from '@ministry/ui'
import { trpc } from '#lib/trpc.ts'
import { kindName } from '#lib/words.ts'
import type { Me } from './me.ts'
import type { Navigation } from './navigation.ts'

/** Places whose name or code holds the text; before anything is typed, those of one's own roles. */
export async function findPlaces(text: string, me: Me): Promise<FinderGroup[]> {
  if (!text) {
    const mine = me.seats.flatMap((seat) => me.nodes.find(({ id }) => id === seat) ?? [])
    return [
      {
        label: m.shell_my_places(),
        items: mine.map(({ id, name, kind }) => ({ id, label: name, note: kindName(kind), href: `/${id}` })),
      },
    ]
  }
  const found = await trpc.org.search.query({ text })
  const items = found.map(({ id, name, kind, path }) => ({
    id,
    label: name,
    note: path.at(-1) ?? kindName(kind),
    href: `/${id}`,
  }))
  return [{ label: m.shell_places(), items }]
}

/** Pages by their names, at once. */
export function findPages(text: string, { home, inbox, requests, place, settings }: Navigation): FinderGroup {
  const own = [
    { label: m.shell_account(), href: '/settings/account' },
    { label: m.shell_devices(), href: '/settings/devices' },
    { label: m.messaging_choices(), href: '/settings/mails' },
    { label: m.approvals_page_absence(), href: '/settings/absence' },
  ]
  const wanted = text.toLocaleLowerCase()
  const items = [home, inbox, requests, ...place, ...settings, ...own]
    .filter(({ label }) => label.toLocaleLowerCase().includes(wanted))
    .map(({ label, href }): FinderItem => ({ id: href, label, href }))
  return { label: m.shell_pages(), items }
}

/** People by name, for those who may see any. */
export async function findPeople(text: string, me: Me, nodeId: string | undefined): Promise<FinderGroup> {
  const label = m.shell_nav_people()
  if (text.length < 2 || !nodeId || !me.reads.includes('Person')) return { label, items: [] }
  const { rows } = await trpc.people.search.query({ nodeId, term: text, take: 8 })
  return {
    label,
    items: rows.map(({ id, name, home }) => ({
      id,
      label: name,
      note: home?.name,
      href: `/${home?.id ?? nodeId}/people/${id}`,
    })),
  }
}
