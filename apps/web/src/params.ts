import { defineParams } from '@sveltejs/kit/params'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Identifier of a workflow's run: a ULID. */
const ulid = /^[0-9A-HJKMNP-TV-Z]{26}$/

/** `[node=id]` takes only identifiers, so that a mistyped address is "not found" at once; `[run=run]` those of runs. */
export const params = defineParams({
  id: (param) => (uuid.test(param) ? param : undefined),
  run: (param) => (ulid.test(param) ? param : undefined),
})
