import { m } from '@ministry/kernel/messages'
import { formatList } from '@ministry/ui/format.ts'
import { actionName, cellWord, conditionName, fieldName, nounName, reachName } from '#lib/words.server.ts'
import { areaName, kindName, roleName } from '#lib/words.ts'
import type { PageServerLoad } from './$types.js'

interface Grant {
  actions: string[]
  nouns: string[]
  reach: string
  only: string | null
  fields: string[] | null
}

export const load: PageServerLoad = async ({ locals, url }) => {
  const { areas, roles, withAnyRole, withAccount } = await locals.api.access.matrix()
  const chosen = roles.find(({ role }) => role === url.searchParams.get('role'))
  return {
    areas: areas.map(({ area, nouns }) => ({ name: areaName(area), nouns: formatList(nouns.map(nounName)) })),
    roles: roles.map(({ role, at, cells }) => ({
      role,
      name: roleName(role),
      at: at && kindName(at),
      cells: cells.map(({ word, grants }) => ({ word: cellWord(word), strength: strengthOf(word, grants) })),
    })),
    chosen: chosen && {
      name: roleName(chosen.role),
      cells: chosen.cells.map(({ area, word, grants }) => ({
        area: areaName(area),
        word: cellWord(word),
        sentences: grants.map(sentence),
      })),
    },
    withAnyRole: withAnyRole.map(sentence),
    withAccount: withAccount.map(sentence),
  }
}

/** How much of the area it is, for the eye: the word says the rest. */
function strengthOf(word: string, grants: Grant[]): 'none' | 'some' | 'full' {
  if (grants.length === 0) return 'none'
  return /^full/.test(word) ? 'full' : 'some'
}

const sentence = ({ actions, nouns, reach, only, fields }: Grant) => ({
  acts: formatList(actions.map(actionName)),
  nouns: formatList(nouns.map(nounName)),
  where: [
    reachName(reach),
    only && conditionName(only),
    fields && m.shell_access_fields({ fields: formatList(fields.map(fieldName)) }),
  ].filter((part) => part !== null),
})
