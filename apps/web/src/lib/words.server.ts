/** Names of acts, nouns and reaches, from the catalogue by their keys. On the server: there are many, and pages show few. */
import { m } from '@ministry/kernel/messages'

const sentences = m as unknown as Record<string, (() => string) | undefined>
const snake = (name: string) =>
  name
    .replaceAll(/(?<=[a-z])([A-Z])/g, '_$1')
    .replaceAll(/[^A-Za-z]+/g, '_')
    .toLowerCase()
const wordOf = (prefix: string, name: string) => sentences[`${prefix}_${snake(name)}`]?.() ?? name

/** What was done: `org.move` is "moved a place". */
export const actText = (verb: string): string => wordOf('act', verb)
/** Things of one kind: `RoleAssignment` is "roles". */
export const nounName = (noun: string): string => wordOf('noun', noun)
/** What may be done: `resend` is "send again". */
export const actionName = (action: string): string => wordOf('action', action)
/** How far a right goes. */
export const reachName = (reach: string): string => wordOf('reach', reach)
/** Under which condition a right holds. */
export const conditionName = (only: string): string => wordOf('only', only)
/** A cell of the matrix: `full, graduate branch`. */
export const cellWord = (word: string): string => wordOf('cell', word)
/** A field of a person, a node or another row. */
export const fieldName = (field: string): string => wordOf('field', field)
/** A part of the product that acts by itself: `workflow:imports.commit`. */
export const systemName = (name: string): string => wordOf('system', name)
