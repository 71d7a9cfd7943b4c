/** A process that sends one file and is killed on the way: `node test-victim.ts <app url> <folder> <account> <person> <point>`. */
import { openDatabase, sql } from '@ministry/db'
import { systemClock } from '@ministry/kernel/calendar'
import { newId } from '@ministry/kernel/id'
import type { Services } from '../../context.ts'
import { defaultLimits } from '../files.rules.ts'
import { createFileStore } from '../store.ts'
import { upload } from '../upload.ts'
import { plainPhoto } from './samples.ts'

const [app = '', folder = '', accountId = '', personId = '', point = ''] = process.argv.slice(2)
const die = () => {
  process.kill(process.pid, 'SIGKILL')
  return new Promise<never>(() => {})
}
const real = createFileStore({ folder })
const store = {
  ...real,
  async put(key: string, content: Uint8Array, mediaType: string) {
    if (point === 'before-the-bytes') await die()
    await real.put(key, content, mediaType)
    if (point === 'after-the-bytes' || (point === 'after-the-small-picture' && key.endsWith('.small'))) await die()
  },
}
const db = openDatabase(app, { max: 2 })
const dying: typeof db = {
  ...db,
  // Rows are written, and the commit never comes.
  transaction: (context, options, run) =>
    db.transaction(context, options, async (tx) => {
      const outcome = await run(tx)
      if (point === 'before-the-commit' && (await tx.rows(sql`select id from file`)).length)
        await die()
      return outcome
    }),
}
const services = { db: dying, clock: systemClock, files: { store, limits: defaultLimits, subjects: [] } }
await upload.call(
  services as unknown as Services,
  { principal: { accountId, personId, roles: [] }, request: { id: newId() } },
  { name: 'receipt.jpg', content: await plainPhoto() },
)
if (point === 'after-the-commit') await die()
