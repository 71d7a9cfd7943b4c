/** What the person's page shows of care: notes, follow-ups, family, and the way to another region. */
import { newId } from '@ministry/kernel/id'
import type { Api } from '@ministry/api'

export const careTabs = ['notes', 'follow-ups', 'family'] as const
type CareTab = (typeof careTabs)[number]

const isCareTab = (tab: string): tab is CareTab => (careTabs as readonly string[]).includes(tab)
const noun: Record<CareTab, string> = { notes: 'Note', 'follow-ups': 'FollowUp', family: 'Household' }

/** Which of these tabs the reader has: nobody reads what is noted about themself. */
export const careTabsOf = (reads: readonly string[], own: boolean): CareTab[] =>
  own ? [] : careTabs.filter((tab) => reads.includes(noun[tab]))

/** What the tab shows, if it is one of these; identifiers for what is written next, so that pressing twice writes once. */
export async function careOf(api: Api, personId: string, tab: string, url: URL) {
  if (!isCareTab(tab)) return null
  const fresh = newId()
  const after = url.searchParams.get('after') ?? undefined
  if (tab === 'notes')
    return {
      ...{ tab, fresh, paged: after !== undefined, freshCare: newId() },
      notes: await api.care.notes({ personId, take: 20, ...(after && { after }) }),
      care: await api.care.careNotes({ personId }),
    }
  if (tab === 'follow-ups') return { tab, fresh, list: await api.followUps.ofPerson({ personId }) }
  return { tab, fresh, family: await api.families.family({ personId }) }
}
