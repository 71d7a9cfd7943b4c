import type { TestDatabase } from '@ministry/db/test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { StartedProduct } from './test-started-product.ts'

/** The next chunk waits in the middle of what it writes to the table, until it dies with its process. */
export async function killedWaitingFor(
  owner: TestDatabase['owner'],
  table: string,
  product: StartedProduct,
): Promise<void> {
  const client = await owner.connect()
  await client.query(`begin; lock table ${table} in share mode`)
  const waiting = async () => {
    const { rows } = await owner.query<{ n: number }>(
      `select count(*)::int as n from pg_locks where not granted and relation = '${table}'::regclass`,
    )
    return rows[0]!.n
  }
  while ((await waiting()) === 0) await sleep(5)
  await product.kill()
  await client.query('rollback')
  client.release()
}
