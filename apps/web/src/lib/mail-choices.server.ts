import { invalidInput } from '@ministry/kernel/errors'
import { mailKinds, type MailKind } from '@ministry/domain/messaging/schema'

/**
 * The kinds that were ticked in the form of `MailChoices`. Throws InvalidInput where it isn't that form: a post without a word is
 * nobody's no.
 */
export function kindsIn(form: FormData): MailKind[] {
  if (!form.has('choices')) throw invalidInput('These are not the choices.')
  return mailKinds.filter((kind) => form.has(`kind-${kind}`))
}
