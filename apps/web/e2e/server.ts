/** The built product with its demo movement, on a data folder of its own that goes when it stops. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { secret, webhookPassword } from './secrets.ts'

const folder = mkdtempSync(join(tmpdir(), 'ministry-e2e-'))
process.env['DATA_DIR'] = folder
process.env['SECRET'] = secret
process.env['POSTMARK_WEBHOOK_PASSWORD'] = webhookPassword
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
await import('../server.ts')
