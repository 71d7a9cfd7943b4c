import * as z from 'zod'
import { query } from '../verb.ts'
import { detailOf } from './detail.ts'
import { personDetail } from './people.schema.ts'

/** The caller's own data, as `get` gives them; changed by `update` like anybody's. Source: ACS-1 (self). */
export const me = query({
  name: 'people.me',
  permission: { action: 'read', noun: 'Person' },
  input: z.void(),
  output: personDetail,
  run: (ctx) => detailOf(ctx, ctx.principal.personId),
})
