/** The acts on many that there are. */
import type { Act, What } from './act.ts'
import { asking } from './acts/asking.ts'
import { joining } from './acts/joining.ts'
import { tagging, untagging } from './acts/tagging.ts'
import type { BulkActName } from './bulk.schema.ts'
import type { BulkWhat } from './what.ts'

const acts: { [Name in BulkActName]: Act<What<Name>> } = {
  tag: tagging,
  untag: untagging,
  join: joining,
  'follow-up': asking,
}
/** The act of this name. */
export const actOf = ({ act }: BulkWhat): Act<BulkWhat> => acts[act]
