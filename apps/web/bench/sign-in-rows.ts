/** Row 12: a campus signs in on Sunday morning. Five hundred people within a minute, and somebody who only looks at lists. Source: ACC-4. */
import { setTimeout as sleep } from 'node:timers/promises'
import { largeHandles, story } from '@ministry/seed'
import { median, quantile, timed } from './measure.ts'
import type { Measured } from './rows.ts'
import type { Stage } from './stage.ts'

const WITHIN = 60_000

/** Accounts for so many people, with the password of the others. */
async function accounts({ owner }: Stage, count: number): Promise<string[]> {
  const { rows } = await owner.query<{ username: string }>(
    `insert into account (id, person_id, username, email, password_hash, created_at)
     select gen_random_uuid(), p.id, 'crowd-' || row_number() over (order by p.id), 'crowd-' || row_number() over (order by p.id) || '@example.org', a.password_hash, now()
       from (select id from person where id not in (select person_id from account) order by id limit $1) p, account a where a.id = $2
     on conflict do nothing returning username`,
    [count, largeHandles.campus.accountId],
  )
  return rows.map(({ username }) => username)
}

/** All sign-ins of the crowd, evenly over a minute, and lists meanwhile. */
export async function signInCrowd(stage: Stage, count: number): Promise<Measured[]> {
  const { accountId, nodeId } = largeHandles.campus
  const session = await stage.sessionOf(accountId)
  const page = () => stage.call('people.list', { nodeId }, session)
  const peace: number[] = []
  for (let i = 0; i < 100; i++) peace.push(await timed(page))
  const names = await accounts(stage, count)
  const taken: number[] = []
  const failed: string[] = []
  const busy: number[] = []
  let going = true
  const looking = (async () => {
    while (going) {
      busy.push(await timed(page))
      await sleep(50)
    }
  })()
  const start = performance.now()
  const whole = await timed(() =>
    Promise.all(
      names.map(async (login, i) => {
        await sleep(Math.max(1, start + (i * WITHIN) / count - performance.now()))
        // Telephones of a town: not all behind one address.
        const address = `10.${i >> 8}.${i & 255}.7`
        const enter = () => stage.call('accounts.signIn', { login, password: story.password }, '', 'POST', address)
        taken.push(await timed(() => enter().catch((error: unknown) => failed.push(String(error)))))
      }),
    ),
  )
  going = false
  await looking
  const ratio = quantile(busy, 0.95) / quantile(peace, 0.95)
  const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`
  return [
    {
      row: '12a',
      measure: `${count} sign-ins in 60 s: refused or failed`,
      value: failed.length + (count - names.length),
      target: '0',
      good: failed.length === 0 && names.length === count,
      note: failed[0] ?? `all in after ${seconds(whole)}`,
    },
    {
      row: '12b',
      measure: 'the slowest of them, seconds',
      value: Math.max(...taken) / 1000,
      target: '≤ 10',
      good: Math.max(...taken) <= 10_000,
      note: `p50 ${seconds(median(taken))}, p95 ${seconds(quantile(taken, 0.95))}`,
    },
    {
      row: '12c',
      measure: 'list p95 meanwhile ÷ in peace',
      value: ratio,
      target: '≤ 3',
      good: ratio <= 3,
      note: `p50 ${median(busy).toFixed(1)} : ${median(peace).toFixed(1)} ms, p95 ${quantile(busy, 0.95).toFixed(1)} : ${quantile(peace, 0.95).toFixed(1)} ms`,
    },
  ]
}
