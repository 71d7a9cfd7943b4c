import { newId } from '@ministry/kernel/id'
import { invalidInput } from '@ministry/kernel/errors'
import { eventType, type EventType } from 'inngest'
import type * as z from 'zod'

/** Data of an event: an object that survives JSON unchanged (no dates, no bigint, no transforms). */
export type EventSchema = z.ZodType<Record<string, unknown>, Record<string, unknown>>

/** A row of `outbox_event`, ready to be written in the transaction of the act that it tells of. */
export interface Sendable<TName extends string = string, TData = unknown> {
  /** Identity of the event from here to the function: whoever receives it twice counts it once. */
  id: string
  name: TName
  data: TData
  /** What the event is about, for instance `person:0197…`; events of one subject are delivered in order. */
  subject: string
}

/** A business event, declared once in the capability that it happens in. */
export interface BusinessEvent<TName extends string = string, TSchema extends EventSchema = EventSchema> {
  readonly name: TName
  readonly schema: TSchema
  /** For `triggers` and `waitForEvent` in `*.workflow.ts`. */
  readonly type: EventType<TName, TSchema>
  /** Checks the data and makes the outbox row. Throws InvalidInput if the data don't fit the schema. */
  sendable(data: z.input<TSchema>, options: { subject: string; id?: string }): Sendable<TName, z.output<TSchema>>
}

const NAME = /^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$/

/**
 * Declares a business event: `event('imports/commit.requested', z.object({ importId: id() }))`. The name is
 * `capability/noun.past-participle`. Throws InvalidInput if the name doesn't read like that.
 * Source: architecture, "One picture" (typed event catalogue).
 */
export function event<TName extends string, TSchema extends EventSchema>(
  name: TName,
  schema: TSchema,
): BusinessEvent<TName, TSchema> {
  if (!NAME.test(name) || name.startsWith('inngest/')) throw invalidInput(`Not a name of a business event: ${name}.`)
  return {
    name,
    schema,
    type: eventType(name, { schema } as never) as unknown as EventType<TName, TSchema>,
    sendable(data, { subject, id = newId() }) {
      const checked = schema.safeParse(data)
      if (!checked.success)
        throw invalidInput(
          `The data of ${name} don't fit its schema.`,
          checked.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })),
        )
      return { id, name, data: checked.data, subject }
    },
  }
}

/** All events of the product by name; throws InvalidInput if two capabilities declare the same name. */
export function catalogue(...events: BusinessEvent[]): ReadonlyMap<string, BusinessEvent> {
  const byName = new Map<string, BusinessEvent>()
  for (const declared of events) {
    if (byName.has(declared.name)) throw invalidInput(`The event ${declared.name} is declared twice.`)
    byName.set(declared.name, declared)
  }
  return byName
}
