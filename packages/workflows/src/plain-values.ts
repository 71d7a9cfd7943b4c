import { Middleware, NonRetriableError } from 'inngest'

/**
 * Sees to it that what functions and steps give or throw can be written down. The SDK (4.24) would cut circles and drop
 * big numbers in silence, after having done the step twice; take a step that throws nothing for one that succeeded; and
 * never end a function that throws an object with a circle.
 */
export class PlainValues extends Middleware.BaseMiddleware {
  override readonly id = 'ministry:plain-values'

  override wrapStepHandler({ next }: Middleware.WrapStepHandlerArgs): Promise<unknown> {
    return plain(next)
  }

  override wrapFunctionHandler({ next }: Middleware.WrapFunctionHandlerArgs): Promise<unknown> {
    return plain(next)
  }
}

async function plain(next: () => Promise<unknown>): Promise<unknown> {
  let result: unknown
  try {
    result = await next()
  } catch (thrown) {
    throw thrown instanceof Error ? thrown : new Error(textOf(thrown), { cause: { kind: typeof thrown } })
  }
  const problem = unwritable(result)
  // Trying again would do the same again.
  if (problem) throw new NonRetriableError(`The result can't be kept: ${problem}`)
  return result
}

/** Why a value can't be written as JSON; undefined if it can. */
function unwritable(value: unknown): string | undefined {
  if (value === undefined) return undefined
  try {
    return JSON.stringify(value) === undefined ? `a ${typeof value} is no data.` : undefined
  } catch (error) {
    return (error as Error).message
  }
}

function textOf(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) return String(thrown)
  try {
    return JSON.stringify(thrown)
  } catch {
    return 'An object was thrown that is no error.'
  }
}
