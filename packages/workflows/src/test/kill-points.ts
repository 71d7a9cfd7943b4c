import pg from 'pg'

/** Where a process of the chaos harness ends itself: before or after a statement, or around the effect of a step. */
export const killPoints = [
  'step:before',
  'step:after',
  'claim:before',
  'claim:after',
  'checkpoint:before',
  'checkpoint:after',
  'complete:before',
  'complete:after',
  'transaction:inside',
  'transaction:after',
  'relay:sent',
  'relay:marked',
] as const
export type KillPoint = (typeof killPoints)[number]

const STATEMENTS: Partial<Record<KillPoint, { matches: RegExp; when: 'before' | 'after' }>> = {
  'claim:before': { matches: /^workflow-claim(-simple)?$/, when: 'before' },
  'claim:after': { matches: /^workflow-claim(-simple)?$/, when: 'after' },
  'checkpoint:before': { matches: /^workflow-save-steps$/, when: 'before' },
  'checkpoint:after': { matches: /^workflow-save-steps$/, when: 'after' },
  'complete:before': { matches: /^workflow-complete-runs$/, when: 'before' },
  'complete:after': { matches: /^workflow-complete-runs$/, when: 'after' },
  'transaction:inside': { matches: /^commit$/, when: 'before' },
  'transaction:after': { matches: /^commit$/, when: 'after' },
  'relay:sent': { matches: /^update outbox_event set delivered_at/, when: 'before' },
  'relay:marked': { matches: /^update outbox_event set delivered_at/, when: 'after' },
}

/** Returns what a step calls around its effect. The process ends at the given pass of the point, with SIGKILL. */
export function armKillPoint(point: string, passes: number): (at: 'step:before' | 'step:after') => void {
  let left = passes
  const pass = () => {
    if (--left === 0) process.kill(process.pid, 'SIGKILL')
  }
  const statement = STATEMENTS[point as KillPoint]
  if (statement) onStatement(statement, pass)
  return (at) => {
    if (at === point) pass()
  }
}

type Query = (...args: unknown[]) => unknown

function onStatement({ matches, when }: { matches: RegExp; when: 'before' | 'after' }, pass: () => void): void {
  const client = pg.Client.prototype as unknown as { query: Query }
  const { query } = client
  client.query = function (this: unknown, ...args: unknown[]) {
    const [first] = args
    const config = first as { name?: string; text?: string }
    const label = typeof first === 'string' ? first : (config.name ?? config.text ?? '')
    const hit = matches.test(label)
    if (hit && when === 'before') pass()
    if (hit && when === 'after') {
      const last = args.length - 1
      const callback = args[last]
      // The pool gives a callback, a client that is held returns a promise.
      if (typeof callback === 'function')
        args[last] = (...results: unknown[]) => {
          pass()
          ;(callback as Query)(...results)
        }
      else return (query.apply(this, args) as Promise<unknown>).finally(pass)
    }
    return query.apply(this, args)
  }
}
