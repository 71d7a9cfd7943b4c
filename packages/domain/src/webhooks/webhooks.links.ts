import { whoActed, type PersonLink } from '../person-links.ts'

/** What of this capability points at a person: what was told to other systems stays as it was told. Source: PPL-5, PRV-1. */
export const webhooksLinks: readonly PersonLink[] = whoActed('webhook_delivery', 'subject_id')
