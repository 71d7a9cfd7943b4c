import { mailKinds, type MailKind } from '@ministry/domain/messaging/schema'

/** The kinds that were ticked in the form of `MailChoices`. */
export const kindsIn = (form: FormData): MailKind[] => mailKinds.filter((kind) => form.has(`kind-${kind}`))
