import { id } from '@ministry/kernel/id'
import * as z from 'zod'

export const runStates = ['running', 'completed', 'failed', 'cancelled'] as const
export const runState = z.enum(runStates)
/** Identifier of a run: a ULID, so it sorts by time. */
export const runId = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}$/)

/** Data with everything personal replaced: identifiers, numbers, instants and words of the machine are left. */
const masked = z.json()
/** How far the reader's sight reaches: `whole` where every movement of the installation is theirs. */
const sight = z.object({ whole: z.boolean() })

/** Kinds of failures, so that the page can say in our own words what each means. */
export const problemKinds = [
  'limit',
  'unstorable',
  'crashes',
  'function-missing',
  'provider-away',
  'provider-refuses',
  'too-many',
  'network',
  'database',
  'timeout',
  'rule',
  'input',
  'missing',
  'not-allowed',
  'too-large',
  'defect',
  'other',
] as const
export type ProblemKind = (typeof problemKinds)[number]
/** What went wrong, without what it says about people; `where` are places in the program. */
export const problem = z.object({
  kind: z.enum(problemKinds),
  name: z.string(),
  code: z.string().nullable(),
  message: z.string(),
  where: z.array(z.string()),
})

const counts = z.object({
  running: z.number().int(),
  completed: z.number().int(),
  failed: z.number().int(),
  cancelled: z.number().int(),
  failedLastDay: z.number().int(),
})
export const functionRow = z.object({
  /** `<application>-<function>`. */
  id: z.string(),
  name: z.string(),
  events: z.array(z.object({ event: z.string(), condition: z.string().nullable() })),
  crons: z.array(z.object({ cron: z.string(), nextAt: z.date().nullable() })),
  maxAttempts: z.number().int(),
  limits: z.array(z.string()),
  /** False: runs of it are there, but this version of the product no longer has the function. */
  present: z.boolean(),
  counts,
})
/** `counted` is null where every run is counted, else how many of the newest runs were looked at. */
export const functionsOutput = sight.extend({
  functions: z.array(functionRow),
  counted: z.number().int().nullable(),
})

export const why = z.enum([
  'no-leader',
  'function-missing',
  'crashes',
  'concurrency',
  'throttle',
  'retrying',
  'busy',
  'long',
  'unrouted',
])
/** Something that doesn't go on by itself as soon as it should. */
export const stuck = z.object({
  why,
  runId: runId.nullable(),
  functionId: z.string().nullable(),
  /** Of an event that nobody was told of. */
  eventName: z.string().nullable(),
  since: z.date(),
  until: z.date().nullable(),
  /** How often the process ended, or an attempt failed. */
  times: z.number().int().nullable(),
})
/** How it is, in a word: what the page's first sentence says. */
export const health = z.enum(['well', 'slow', 'stuck', 'down'])
const numbers = z.object({
  running: z.number().int(),
  sleeping: z.number().int(),
  waiting: z.number().int(),
  dueJobs: z.number().int(),
  unroutedEvents: z.number().int(),
  completedLastDay: z.number().int(),
})
/** `engine.at` is `server` where an Inngest server runs the functions: then there is only its address and the outbox. */
export const overviewOutput = sight.extend({
  engine: z.discriminatedUnion('at', [
    z.object({
      at: z.literal('here'),
      health,
      functions: z.number().int(),
      /** When a process was last seen to work. */
      leaderSeenAt: z.date().nullable(),
      /** How long the oldest job has waited that is due, in seconds. */
      oldestDueSeconds: z.number(),
      oldestUnroutedSeconds: z.number(),
      /** Runs of the reader's that began in the last 24 hours and failed, counted up to a hundred; `failedMore`: there are more, or
       * more to look through than is looked through. */
      failedLastDay: z.number().int(),
      failedMore: z.boolean(),
      /** Null where other movements' runs would be counted too. */
      numbers: numbers.nullable(),
      stuck: z.array(stuck),
    }),
    z.object({ at: z.literal('server'), health, address: z.string() }),
  ]),
  /** Business events that wait to be carried to the functions; of the whole installation. */
  outbox: z.object({ waiting: z.number().int(), oldestSeconds: z.number() }),
})

export const runsInput = z.object({
  functionId: z.string().max(300).optional(),
  state: runState.optional(),
  since: z.date().optional(),
  until: z.date().optional(),
  /** Identifier of a run (or its beginning), or of the event that started it. */
  search: z.string().trim().max(256).optional(),
  take: z.number().int().min(1).max(100).default(50),
  /** `next` of the page before. */
  after: z.string().max(100).optional(),
})
export const runRow = z.object({
  id: runId,
  functionId: z.string(),
  state: runState,
  eventId: z.string().nullable(),
  eventName: z.string().nullable(),
  startedAt: z.date(),
  calledAt: z.date().nullable(),
  endedAt: z.date().nullable(),
  /** Names of the completed steps. */
  steps: z.array(z.string()),
  failure: z.string().nullable(),
})
/** A page may be short while `next` still leads on: runs of other movements were passed over. */
export const runsOutput = sight.extend({ rows: z.array(runRow), next: z.string().nullable() })

export const runInput = z.object({ runId })
export const runOutput = runRow.omit({ steps: true, failure: true }).extend({
  /** False: it can't be told whose the run is, so of its data nothing is shown at all. */
  open: z.boolean(),
  functionPresent: z.boolean(),
  missingSince: z.date().nullable(),
  event: masked,
  output: masked,
  problem: problem.nullable(),
  retries: z.number().int(),
  stateBytes: z.number().int(),
  parentRunId: runId.nullable(),
  replayOf: runId.nullable(),
  steps: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(['step', 'sleep', 'event', 'invoke']),
      completedAt: z.date(),
      /** Milliseconds. */
      durationMs: z.number().nullable(),
      failed: z.boolean(),
      output: masked,
      problem: problem.nullable(),
    }),
  ),
  attempts: z.array(
    z.object({
      /** Null for the function itself. */
      step: z.string().nullable(),
      /** From 1. */
      attempt: z.number().int(),
      problem,
      failedAt: z.date(),
      retryAt: z.date(),
    }),
  ),
  pending: z.array(
    z.object({
      kind: z.enum(['call', 'step', 'sleep', 'event', 'invoke', 'timeout']),
      step: z.string().nullable(),
      eventName: z.string().nullable(),
      dueAt: z.date().nullable(),
      attempt: z.number().int(),
      crashes: z.number().int(),
    }),
  ),
  children: z.array(
    z.object({ id: runId, functionId: z.string(), state: runState, why: z.enum(['invoked', 'replay']) }),
  ),
  /** What may be done with it now. */
  acts: z.object({ retry: z.boolean(), cancel: z.boolean(), replay: z.boolean() }),
})

export const eventsInput = z.object({
  name: z.string().max(256).optional(),
  id: z.string().max(256).optional(),
  take: z.number().int().min(1).max(100).default(50),
  after: z.string().max(100).optional(),
})
export const eventRow = z.object({
  id: z.string(),
  name: z.string(),
  receivedAt: z.date(),
  routedAt: z.date().nullable(),
  open: z.boolean(),
  data: masked,
  runs: z.array(runId),
})
export const eventsOutput = sight.extend({ rows: z.array(eventRow), next: z.string().nullable() })

const reason = z.string().trim().min(3).max(500)
export const actInput = z.object({ runId, reason })
/** `request` names the press of the button: the same once more gives the same run. */
export const replayInput = actInput.extend({ request: id() })
/** `unchanged` where it had been done before; `runId` is the new run after a replay, else the run itself. */
export const actOutput = z.object({ outcome: z.enum(['done', 'unchanged']), runId })
