import { newId } from '@ministry/kernel/id'
import { error } from '@sveltejs/kit'

/**
 * The form that a request brings. A body that is no form, or that breaks off on the way, is the sender's mistake and no defect of
 * ours: SvelteKit's 400. One that is too large stays what it is.
 */
export async function formOf(request: Request): Promise<FormData> {
  try {
    return await request.formData()
  } catch (thrown) {
    if (!isUnreadable(thrown)) throw thrown
    error(400, 'This is no form.', { id: newId() })
  }
}

/** What the platform says of a body that it can't parse, and of a connection that ended before its request. */
const isUnreadable = (thrown: unknown) =>
  thrown instanceof TypeError || (thrown as { code?: unknown } | null)?.code === 'ECONNRESET'
