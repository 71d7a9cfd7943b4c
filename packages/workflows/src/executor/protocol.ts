import * as z from 'zod'

/** Messages between the executor and the SDK (4.24). Source: Inngest SDK spec §4; recorded traffic of a real server. */

const label = z
  .string()
  .min(1)
  .max(256)
  .refine((text) => !text.includes('\u0000'), 'U+0000 is not allowed here')
  .refine((text) => text.isWellFormed(), 'Half a character is not allowed here')

/** The end of the year 9999: what comes later, PostgreSQL and JavaScript write differently. */
const LATEST = 253_402_300_799_999

/** An event as the SDK sends it. */
export const sentEvent = z.object({
  name: label,
  data: z.record(z.string(), z.unknown()).nullish(),
  id: label.nullish(),
  ts: z.number().int().nonnegative().max(LATEST).nullish(),
  user: z.record(z.string(), z.unknown()).nullish(),
  v: z.string().nullish(),
  meta: z.unknown().optional(),
})
export const sentEvents = z.union([z.array(sentEvent).max(5_000), sentEvent.transform((one) => [one])])
export type SentEvent = z.infer<typeof sentEvent>

/** An event as functions receive it. */
export interface ReceivedEvent {
  id: string
  name: string
  data: Record<string, unknown>
  /** Milliseconds since 1970. */
  ts: number
  user: Record<string, unknown>
  v?: string
  meta?: unknown
}

/** One thing that a function asks for or reports. */
export const op = z.object({
  id: z.string(),
  op: z.string(),
  name: z.string().nullish(),
  displayName: z.string().nullish(),
  opts: z.record(z.string(), z.unknown()).nullish(),
  data: z.unknown().optional(),
  error: z.unknown().optional(),
  /** `b` is the step's duration in nanoseconds. */
  timing: z.looseObject({ b: z.number().optional() }).nullish().catch(undefined),
})
export type Op = z.infer<typeof op>

export const ops = z.union([z.array(op), op.transform((one) => [one])])
export const waitOptions = z.object({
  event: z.string().optional(),
  timeout: z.string(),
  if: z.string().optional(),
})
export const sleepOptions = z.object({ duration: z.string().optional() })
export const invokeOptions = z.object({
  function_id: z.string(),
  timeout: z.string().nullish(),
  payload: z
    .object({
      data: z.record(z.string(), z.unknown()).nullish(),
      user: z.record(z.string(), z.unknown()).nullish(),
      v: z.string().nullish(),
      meta: z.unknown().optional(),
    })
    .nullish(),
})

export const checkpoint = z.object({
  qi_id: z.string().regex(/^\d{1,19}$/),
  generation_id: z.number().int(),
  steps: z.array(op),
})

/** How the SDK and the server write an error. */
export interface StepFailure {
  name: string
  message: string
  stack?: string
}
const failure = z.object({ name: z.string().optional(), message: z.string().optional(), stack: z.string().optional() })

/** Reads an error in whatever form the SDK reports it. */
export function readFailure(value: unknown): StepFailure {
  const known = failure.safeParse(value)
  if (known.success && (known.data.name || known.data.message)) {
    const { name = 'Error', message = '', stack } = known.data
    return { name: short(name), message: short(message), ...(stack !== undefined && { stack: short(stack) }) }
  }
  const told = z.object({ error: z.string() }).safeParse(value)
  if (told.success) return { name: 'Error', message: short(told.data.error) }
  return { name: 'Error', message: short(typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined')) }
}

const LONGEST_TEXT = 20_000

/** An error is there to be read: what somebody put a whole file into is cut. */
const short = (text: string) => (text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text)

/** The function configuration that an in-band sync answers with. */
const constraint = z.object({
  limit: z.number().int(),
  key: z.string().nullish(),
  scope: z.enum(['fn', 'env', 'account']).nullish(),
})
export const functionConfig = z.looseObject({
  id: z.string().min(1),
  name: z.string().nullish(),
  triggers: z.array(
    z.looseObject({
      event: z.string().nullish(),
      expression: z.string().nullish(),
      cron: z.string().nullish(),
    }),
  ),
  steps: z.record(z.string(), z.looseObject({ retries: z.looseObject({ attempts: z.number().int() }).nullish() })),
  idempotency: z.string().nullish(),
  cancel: z
    .array(z.looseObject({ event: z.string(), if: z.string().nullish(), timeout: z.string().nullish() }))
    .nullish(),
  debounce: z.looseObject({ key: z.string().nullish(), period: z.string(), timeout: z.string().nullish() }).nullish(),
  throttle: z
    .looseObject({
      key: z.string().nullish(),
      limit: z.number().int(),
      period: z.string(),
      burst: z.number().int().nullish(),
    })
    .nullish(),
  rateLimit: z.looseObject({ key: z.string().nullish(), limit: z.number().int(), period: z.string() }).nullish(),
  timeouts: z.looseObject({ start: z.string().nullish(), finish: z.string().nullish() }).nullish(),
  concurrency: z.union([z.number().int(), constraint, z.array(constraint)]).nullish(),
})
export type FunctionConfig = z.infer<typeof functionConfig>
export const syncAnswer = z.looseObject({ functions: z.array(functionConfig) })
