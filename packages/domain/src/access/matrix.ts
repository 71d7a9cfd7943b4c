import { areas, nounsOf, policy, roleNames, roles, type Grant } from '@ministry/access'
import { allow } from '@ministry/access/scope'
import * as z from 'zod'
import { query } from '../verb.ts'
import { matrixOutput, type GrantView } from './access.schema.ts'

const view = ({ actions, nouns, reach, only, fields }: Grant): GrantView => ({
  ...{ actions: [...actions], nouns: [...nouns], reach },
  only: only ?? null,
  fields: fields ? [...fields] : null,
})

/** The access matrix from the very data that decides: who holds which word in which area, and what the word means. Source: ACS-1. */
export const matrix = query({
  name: 'access.matrix',
  permission: { action: 'read', noun: 'Matrix' },
  input: z.void(),
  output: matrixOutput,
  async run(ctx) {
    // The matrix is the same everywhere; it may be read from any place of one's own.
    allow(ctx, 'read', 'Matrix', { scopeIds: ctx.principal.roles.flatMap(({ scopeIds }) => scopeIds) })
    return Promise.resolve({
      areas: areas.map((area) => ({ area, nouns: [...nounsOf[area]] })),
      roles: roleNames.map((role) => ({
        role,
        at: roles[role].at,
        leads: roles[role].leads,
        cells: areas.map((area) => {
          const word = policy.matrix[role][area]
          return { area, word, grants: policy.cells[area][word]!.map(view) }
        }),
      })),
      withAnyRole: policy.withAnyRole.map(view),
      withAccount: policy.withAccount.map(view),
    })
  },
})
