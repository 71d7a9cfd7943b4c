/** Verbs with slow or outside work: hashing a password, handing a mail to a provider. No connection waits for it. */
import type * as z from 'zod'
import type { Caller, Services } from './context.ts'
import { assertStorable } from './storable.ts'
import { admit, parse, type Kind, type Verb } from './verb.ts'

/**
 * A verb whose work stands beside its transaction: `act` reads what it must, does the slow part, and performs `within`, the
 * verb's one transaction, under the same name, permission and audit. What it throws after that leaves the record standing.
 */
export function staged<I extends z.ZodType, O extends z.ZodType, K extends Kind>(
  // Its shapes are its own affair.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  within: Verb<any, any, K>,
  {
    input,
    output,
    act,
  }: {
    input: I
    output: O
    act(services: Services, caller: Caller, input: z.output<I>): Promise<z.input<O>>
  },
): Verb<I, O, K> {
  const alone = () =>
    Promise.reject(new Error(`${within.name} works in steps and can't be part of another transaction`))
  const enter = (services: Services, caller: Caller) => admit(within, services, caller)
  const perform: Verb<I, O, K>['perform'] = async (services, caller, given) => {
    enter(services, caller)
    assertStorable(given)
    return output.parse(await act(services, caller, given))
  }
  return {
    name: within.name,
    permission: within.permission,
    ...(within.stepUp && { stepUp: true }),
    ...(within.withoutSecondFactor && { withoutSecondFactor: true }),
    kind: within.kind,
    input,
    output,
    run: alone,
    within: alone,
    perform,
    async call(services, caller, given) {
      enter(services, caller)
      return perform(services, caller, parse(input, given))
    },
  }
}
