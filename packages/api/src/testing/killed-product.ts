/** The product in a process of its own, that a test kills: it calls a verb for an account where its parent asks for one. */
import type { DutyUrls } from '@ministry/db'
import { defaultLimits } from '@ministry/domain/files'
import { systemClock } from '@ministry/kernel/calendar'
import { newId } from '@ministry/kernel/id'
import { openProduct } from '../product.ts'
import { createCaller } from '../root.ts'

/** A procedure as `approvals.submit`, who calls it, and with what. */
export interface Asked {
  path: string
  accountId: string
  input: unknown
}
export type Answered = { value: unknown } | { error: string } | 'ready'

const tell = (answer: Answered) => process.send!(answer)

const product = await openProduct({
  secondFactor: 'asked',
  urls: JSON.parse(process.argv[2]!) as DutyUrls,
  secret: 'secret of a product that is killed',
  origin: 'http://ministry.test',
  clock: systemClock,
  postmarkToken: undefined,
  mailFrom: 'ministry@ministry.test',
  logLevel: 'silent',
  files: { place: { folder: '/nowhere' }, limits: defaultLimits },
})
process.on('message', ({ path, accountId, input }: Asked) => {
  const call = async () => {
    const principal = await product.sessions.principalOf(accountId)
    const request = { id: newId(), address: '127.0.0.1', device: 'test' }
    const api = createCaller({ services: product.services, caller: { principal, request } })
    const [capability, verb] = path.split('.') as ['approvals', 'submit']
    return (api[capability][verb] as (input: unknown) => Promise<unknown>)(input)
  }
  call().then(
    (value) => tell({ value }),
    (error: Error) => tell({ error: error.message }),
  )
})
process.on('disconnect', () => process.exit())
tell('ready')
