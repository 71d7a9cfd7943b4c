/** Addresses of people who live together, as far as the reader may read and change them. Source: PPL-7, PPL-1. */
import { permittedFields } from '@ministry/access'
import type { Context } from '../context.ts'
import type { PersonRow } from '../people/index.ts'

export const addressFields = ['street', 'city', 'province', 'postalCode', 'country'] as const

const permits = ({ ability }: Context, action: 'read' | 'update', person: PersonRow): boolean => {
  const fields = permittedFields(ability, action, 'Person', person)
  return addressFields.every((field) => fields.includes(field))
}
/** The address in one line; null where there is none, undefined where the reader may not read it. */
export const addressOf = (ctx: Context, person: PersonRow): string | null | undefined =>
  permits(ctx, 'read', person) ? addressFields.flatMap((field) => person[field] ?? []).join(', ') || null : undefined
/** Whether the reader may give the person another address. */
export const mayMove = (ctx: Context, person: PersonRow): boolean => permits(ctx, 'update', person)
