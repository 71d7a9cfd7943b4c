import { Prisma } from './generated/client.ts'

/** Composable, parameterised SQL: sql`select … where ${condition} and id = ${id}`. Values never become text. */
export const sql = Prisma.sql
/** Fragments or values with a separator between. */
export const join = Prisma.join
/** No SQL at all: an optional condition that is absent. */
export const empty = Prisma.empty
/** Text as it stands. Only for constants of the program, never for input. */
export const raw = Prisma.raw
export type Sql = Prisma.Sql
