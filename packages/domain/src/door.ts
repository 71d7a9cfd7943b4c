/** From verbs to typed procedures: the only home of tRPC besides the routers. */
import { errorMapping, MinistryError, type FieldIssue } from '@ministry/kernel/errors'
import { initTRPC, TRPCError, type TRPCMutationProcedure, type TRPCQueryProcedure } from '@trpc/server'
import superjson from 'superjson'
import type * as z from 'zod'
import { ZodError } from 'zod'
import type { Caller, Services } from './context.ts'
import { admit, type Verb } from './verb.ts'

export interface DoorContext {
  services: Services
  caller: Caller
}
/** What a caller over HTTP learns about an error: its kind, its code, its fields; never a stack. */
export interface ErrorShape {
  kind: string
  code?: string | undefined
  values?: Record<string, string | number>
  issues?: FieldIssue[]
  id: string
}

const t = initTRPC.context<DoorContext>().create({
  transformer: superjson,
  isDev: false,
  errorFormatter({ shape, error, ctx }) {
    const ministry = asMinistry(error)
    const ministryError: ErrorShape = {
      kind: ministry?.kind ?? 'Defect',
      id: ctx?.caller.request.id ?? '',
      ...(ministry && { code: ministry.code, values: ministry.values, issues: ministry.issues }),
    }
    return { ...shape, message: ministry?.message ?? 'Something went wrong.', data: { ...shape.data, ministryError } }
  },
})

function asMinistry(error: TRPCError): MinistryError | undefined {
  if (error.cause instanceof MinistryError) return error.cause
  if (!(error.cause instanceof ZodError) || error.code !== 'BAD_REQUEST') return undefined
  const issues = error.cause.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
  return new MinistryError('InvalidInput', 'The input is not what this takes.', { issues })
}

export const router = t.router
export const createCallerFactory = t.createCallerFactory

const verbs = new WeakMap<object, Verb>()
/** The verb of a procedure, or undefined for one that was made without a verb (a test fails for those). */
export const verbOf = (procedure: object): Verb | undefined => verbs.get(procedure)

interface Shapes<I extends z.ZodType, O extends z.ZodType> {
  input: z.input<I>
  output: z.output<O>
  meta: unknown
}
/** A verb as a tRPC procedure: permission first, then the shapes, then the act. */
export function procedure<I extends z.ZodType, O extends z.ZodType>(
  verb: Verb<I, O, 'query'>,
): TRPCQueryProcedure<Shapes<I, O>>
export function procedure<I extends z.ZodType, O extends z.ZodType>(
  verb: Verb<I, O, 'mutation'>,
): TRPCMutationProcedure<Shapes<I, O>>
export function procedure(verb: Verb): object {
  const admitted = t.procedure.use(async ({ ctx: { services, caller }, next }) => {
    await translate(async () => admit(verb, services, caller))
    return next()
  })
  // The verb parses its own output, so tRPC need not do it again.
  const shaped = admitted.input(verb.input)
  const act = ({ ctx, input }: { ctx: DoorContext; input: unknown }) =>
    translate(() => verb.perform(ctx.services, ctx.caller, input))
  const made = verb.kind === 'query' ? shaped.query(act) : shaped.mutation(act)
  verbs.set(made, verb)
  return made
}

/** The one place where the product's errors become tRPC's. */
async function translate<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (error instanceof MinistryError)
      throw new TRPCError({ code: errorMapping[error.kind].trpc, message: error.message, cause: error })
    throw error
  }
}
