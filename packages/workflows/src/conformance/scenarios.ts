/** What is sent, when, and which side effects must come of it: the same on every executor. */

export interface SentEvent {
  name: string
  data: Record<string, unknown>
  id?: string
  /** Milliseconds from the sending. */
  inMs?: number
}

/** Whoever carries out the scenario: with a clock that is moved, or with a server and patience. */
export interface Stage {
  send(...events: SentEvent[]): Promise<void>
  /** Lets so much time pass. */
  pass(milliseconds: number): Promise<void>
}

const demo = (name: string, data: Record<string, unknown> = {}): SentEvent => ({ name: `demo/${name}`, data })

/** Sends everything; about half a minute of the stage's time. */
export async function play({ send, pass }: Stage): Promise<void> {
  await send(demo('started', { id: 's1' }), demo('started', { id: 'r1' }))
  await send(demo('timeout'))
  await send(demo('parent'))
  await send(demo('fail', { id: 'f1' }))
  await send(demo('filter', { kind: 'no' }), demo('filter', { kind: 'yes' }))
  await send(demo('cancellable', { id: 'c1' }))
  await send(demo('cancellable', { id: 'c2' }))
  await send(...[1, 2, 3].map(() => demo('limited', { tenant: 'T' })))
  for (let i = 0; i < 3; i++) await send(demo('idem', { key: 'same' }))
  await send(demo('rare', { k: 'a' }))
  await send(demo('rare', { k: 'a' }), demo('rare', { k: 'b' }))
  for (let i = 1; i <= 3; i++) await send(demo('even', { i }))
  await send(demo('past'), { ...demo('planned'), inMs: 3_000 }, demo('endless'))
  for (const v of [1, 2, 3]) {
    await send(demo('deb', { k: 'k', v }))
    await pass(200)
  }
  await send(demo('race'))
  await send(demo('loop'))
  await pass(900)
  await send(demo('cancel', { id: 'c1' }))
  await send({ ...demo('filter', { kind: 'yes' }), id: 'dedupe-me' })
  await send({ ...demo('filter', { kind: 'yes' }), id: 'dedupe-me' })
  for (let i = 0; i < 16; i++) {
    await pass(500)
    await send(demo('approved', { id: 'other', by: 'nobody' }))
    await send(demo('approved', { id: 's1', by: 'alice' }))
  }
  await pass(6_000)
}

const times = (count: number, line: string) => Array.from({ length: count }, () => line)
const steps = (id: string) => [
  ...['a', 'b', 'px', 'py', 'pz', 'last'].map((name) => `${id} ${name}`),
  ...times(3, `${id} flaky`),
]

/** The side effects of `play`, sorted. Source: the recorded run on a real server, and the server's documentation. */
export const expectedEffects: readonly string[] = [
  ...steps('s1'),
  ...steps('r1'),
  ...times(2, 'bad attempt'),
  // Outside a step: once for each call that comes after it.
  ...times(2, 'caught bad'),
  'onFailure fatal f1',
  ...times(2, 'filtered yes'),
  'cancellable c1 before',
  'cancellable c2 before',
  'cancellable c2 after',
  ...times(3, 'limited T start'),
  ...times(3, 'limited T end'),
  'idem same',
  'deb 3',
  'rare a',
  'rare b',
  'even 1',
  'even 2',
  'even 3',
  'past now',
  'planned',
  'endless between',
  'race fast',
  'race after fast',
  'heard 1',
  'heard 2',
].toSorted()

/** Side effects as they are compared: the application's name is not part of the behaviour. */
export const comparable = (lines: string[]): string[] => lines.map((line) => line.replace(/ of \S+$/, '')).toSorted()
