import { defineParams } from '@sveltejs/kit/params'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** `[node=id]` takes only identifiers, so that a mistyped address is "not found" at once. */
export const params = defineParams({ id: (param) => (uuid.test(param) ? param : undefined) })
