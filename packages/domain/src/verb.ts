/** The unit of the product: one business act with its permission, its shapes and its one transaction. */
import {
  abilityOf,
  includesScope,
  mayAny,
  narrowed,
  rightsOf,
  rowScopeOf,
  seatsHeld,
  type Noun,
  type Right,
} from '@ministry/access'
import { invalidInput, notAllowed, notSignedIn } from '@ministry/kernel/errors'
import type * as z from 'zod'
import type { Caller, Change, Context, News, Services } from './context.ts'
import { assertProven, assertSecondFactor } from './proof.ts'
import { writeAudit, writeOutbox } from './record.ts'
import { assertStorable, fromDatabase } from './storable.ts'

/** What must be allowed somewhere before the act is even begun. 'signed-in' and 'public' stand on short lists that a test knows. */
export type Permission = { action: string; noun: Noun } | 'signed-in' | 'public'

interface Definition<Input extends z.ZodType, Output extends z.ZodType> {
  /** `people.transfer`: the same in file, procedure, audit and test. */
  name: string
  permission: Permission
  input: Input
  output: Output
  /** Only for whoever proved within ten minutes who they are. Source: ASVS 7.5. */
  stepUp?: boolean
  /** Open to whoever still has to set up the second factor that their role needs: that itself, and the way out. */
  withoutSecondFactor?: boolean
  /** 'auth' runs as the role that signs people in. */
  door?: 'app' | 'auth'
  /** Milliseconds for the transaction, where it may be long. */
  timeout?: number
  run(ctx: Context, input: z.output<Input>): Promise<z.input<Output>>
}
export type Kind = 'query' | 'mutation'
// Without type arguments: any verb, for lists of them; the shapes check themselves when it is performed.
/* eslint-disable @typescript-eslint/no-explicit-any */
export interface Verb<
  Input extends z.ZodType = any,
  Output extends z.ZodType = any,
  K extends Kind = Kind,
> extends Definition<Input, Output> {
  kind: K
  /** Permission → parse → transaction → output. What workflows, tests and servers call. */
  call(services: Services, caller: Caller, input: z.input<Input>): Promise<z.output<Output>>
  /** The same without parsing the input again. */
  perform(services: Services, caller: Caller, input: z.output<Input>): Promise<z.output<Output>>
  /** As a part of another verb's transaction. */
  within(ctx: Context, input: z.input<Input>): Promise<z.output<Output>>
}
/* eslint-enable @typescript-eslint/no-explicit-any */

/** An act that only reads: PostgreSQL refuses it every write. */
export const query = <I extends z.ZodType, O extends z.ZodType>(definition: Definition<I, O>): Verb<I, O, 'query'> =>
  verb('query', definition)
/** An act that changes something: without an audit row it rolls back. */
export const mutation = <I extends z.ZodType, O extends z.ZodType>(
  definition: Definition<I, O>,
): Verb<I, O, 'mutation'> => verb('mutation', definition)

function verb<I extends z.ZodType, O extends z.ZodType, K extends Kind>(
  kind: K,
  definition: Definition<I, O>,
): Verb<I, O, K> {
  const perform: Verb<I, O, K>['perform'] = async (services, caller, input) => {
    assertStorable(input)
    const at = services.clock.now()
    const rights = admit(definition, services, caller)
    const output = await transact(kind, definition, services, caller, rights, at, input)
    return definition.output.parse(output)
  }
  return {
    ...definition,
    kind,
    perform,
    async call(services, caller, input) {
      admit(definition, services, caller)
      return perform(services, caller, parse(definition.input, input))
    },
    async within(ctx, input) {
      return definition.output.parse(await definition.run(ctx, parse(definition.input, input)))
    },
  }
}

/** All that the caller may: the principal's rights, or with a key the part of them that it was given. Source: API-1. */
function rightsOfCaller({ principal, scopes }: Caller, at: Date): Right[] {
  if (!principal) return []
  const rights = rightsOf(principal, at)
  return scopes ? narrowed(rights, scopes) : rights
}

/** What the door asks of a verb. */
export type Gate = Pick<Verb, 'permission' | 'stepUp' | 'withoutSecondFactor'>

/** The door: nobody gets a transaction who could not do this anywhere, or has to prove more than a session does. */
export function admit({ permission, stepUp, withoutSecondFactor }: Gate, services: Services, caller: Caller): Right[] {
  const { principal } = caller
  const at = services.clock.now()
  const rights = rightsOfCaller(caller, at)
  if (permission === 'public') return rights
  if (!principal) throw notSignedIn()
  if (typeof permission === 'object' && !mayAny(abilityOf(rights, principal), permission.action, permission.noun))
    throw notAllowed(permission.action, permission.noun)
  if (!withoutSecondFactor) assertSecondFactor(services, caller)
  if (stepUp) assertProven({ caller, at })
  return rights
}

/** Reads an input by its schema; throws InvalidInput with one issue per field. */
export function parse<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  throw invalidInput(
    'The input is not what this takes.',
    result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
  )
}

async function transact<I extends z.ZodType, O extends z.ZodType>(
  kind: Kind,
  definition: Definition<I, O>,
  services: Services,
  caller: Caller,
  rights: Right[],
  at: Date,
  input: z.output<I>,
) {
  const { name, permission, door = 'app', timeout, run } = definition
  const { principal } = caller
  const ability = abilityOf(rights, principal ?? { accountId: '', personId: '' })
  const changes: Change[] = []
  const news: News[] = []
  const questions: string[] = []
  const database = door === 'auth' ? services.authDb : services.db
  // Requests are seen and decided by seats, which the rights above say nothing of.
  const seated = principal && (!caller.scopes || includesScope(caller.scopes, 'requests', kind === 'mutation'))
  const rowContext = {
    scope: rowScopeOf(rights),
    personId: principal?.personId,
    accountId: principal?.accountId,
    seats: seated ? seatsHeld(principal, at).map(({ key }) => key) : [],
  }
  return database
    .transaction(rowContext, { readOnly: kind === 'query', ...(timeout && { timeout }) }, async (tx) => {
      const ctx: Context = {
        caller,
        get principal() {
          if (!principal) throw notSignedIn()
          return principal
        },
        at,
        ability,
        rights,
        services,
        tx,
        asked: (action, noun) => void questions.push(`${action} ${noun}`),
        audit: (change) => void changes.push(change),
        emit: (item) => void news.push(item),
      }
      const output = await run(ctx, input)
      if (typeof permission === 'object' && questions.length === 0)
        throw new Error(`${name} never asked the ability about a row`)
      if (kind === 'mutation') {
        if (changes.length) await writeAudit(tx, name, caller, at, changes)
        else await assertNothingWritten(ctx, name)
        if (news.length) await writeOutbox(tx, at, news)
      }
      return output
    })
    .catch((error: unknown) => {
      throw fromDatabase(error)
    })
}

/** A mutation that found nothing to do needs no audit row; one that wrote (or locked rows) without a word is rolled back. Source: architecture rule 4. */
async function assertNothingWritten({ tx }: Context, name: string) {
  const { rows } = await tx.client.query<{ xid: string | null }>('select pg_current_xact_id_if_assigned()::text as xid')
  if (rows[0]?.xid) throw new Error(`${name} changed something without an audit entry`)
}
