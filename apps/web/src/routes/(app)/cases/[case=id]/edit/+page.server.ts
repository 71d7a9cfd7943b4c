import { redirect } from '@sveltejs/kit'
import type { PageServerLoad } from './$types.js'

/** Where the form of each kind stands, below the place. */
const forms: Record<string, string> = {
  expense: 'expenses/new',
  event: 'events/new',
  'role-assignment': 'team/propose',
}

/** To the form that asked for it; what has none goes back to the request. */
export const load: PageServerLoad = async ({ locals, params }) => {
  const { kind, node, may } = await locals.api.approvals.get({ id: params.case })
  const form = may.edit ? forms[kind] : undefined
  redirect(303, form ? `/${node.id}/${form}?case=${params.case}` : `/cases/${params.case}`)
}
