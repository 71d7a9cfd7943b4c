import { whoActed, type PersonLink } from '../person-links.ts'

/** What of this capability points at a person. Source: PPL-5, PRV-1. */
export const orgLinks: readonly PersonLink[] = whoActed('node_version', 'by_person')
