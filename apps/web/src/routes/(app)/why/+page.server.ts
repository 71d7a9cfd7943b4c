import { error } from '@sveltejs/kit'
import { nouns } from '@ministry/access'
import { whyActs, whySentences } from '#lib/access/why-words.server.ts'
import { safePath } from '#lib/safe-path.ts'
import { nounName } from '#lib/words.server.ts'
import { roleName } from '#lib/words.ts'
import { m } from '@ministry/kernel/messages'
import { formatList } from '@ministry/ui/format.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, url, parent }) => {
  const asked = (name: string) => url.searchParams.get(name) || undefined
  const { timeZone } = await parent()
  const from = asked('from') ? safePath(asked('from')) : null
  const caseId = asked('case')
  if (caseId) {
    const { own, signed, seats, noun, right } = await locals.api.approvals.why({ id: caseId })
    const seatNames = seats.map(({ seat, place }) =>
      place ? m.access_why_seat({ role: roleName(seat), place: place.name }) : roleName(seat),
    )
    const read = [
      ...(own ? [m.access_why_request_own()] : []),
      ...(seats.length ? [m.access_why_request_seat({ seat: formatList(seatNames) })] : []),
      ...(signed ? [m.access_why_request_signed()] : []),
      ...(right?.allowed ? whySentences(right, timeZone) : []),
    ]
    return {
      from,
      noun: nounName(noun),
      seen: true,
      acts: [{ name: '', action: 'read', allowed: true, sentences: read }],
    }
  }
  const noun = nouns.find((name) => name === asked('noun'))
  if (!noun) error(404, { message: 'Not found.', id: locals.requestId })
  const field = asked('field')
  const action = asked('action')
  const { seen, acts } = await locals.api.access.why({ noun, id: asked('id') ?? null, action, field })
  return { from, noun: nounName(noun), seen, acts: whyActs(acts, timeZone, field) }
}
