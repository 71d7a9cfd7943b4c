import { caseStates } from '@ministry/domain/approvals/schema'
import { subjectText } from '#lib/approvals/case-words.server.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, url }) => {
  const state = caseStates.find((name) => name === url.searchParams.get('state'))
  const after = url.searchParams.get('after') ?? undefined
  const page = await locals.api.approvals.cases({
    of: { mine: true },
    take: 50,
    ...(state && { state }),
    ...(after && { after }),
  })
  return {
    state,
    paged: after !== undefined,
    page: { ...page, rows: page.rows.map((row) => ({ ...row, subject: subjectText(row) })) },
  }
}
