import { accounts, api, auth, decisions, domain, mail, sources, web } from '../folders.ts'
import { of, type Requirement } from '../requirement.ts'

const log = `${api}/log.test.ts`
const told = of(
  `${api}/http.test.ts`,
  'a defect says nothing of itself, by either way in; whoever runs the product is told all',
)

/** V16: logs and errors. */
export const logging: Requirement[] = [
  {
    id: '16.1.1',
    level: 2,
    asks: 'what is logged where is documented',
    written: [{ file: decisions, says: '## What is logged where' }],
  },
  {
    id: '16.2.1',
    level: 2,
    asks: 'entries say when, where, who and what',
    tests: [
      ...of(`${domain}/verb.test.ts`, 'audit and outbox stand in the transaction of the act'),
      ...of(`${accounts}/sign-in.test.ts`, 'leaves a line in the log and in the audit, as whoever signed in'),
    ],
  },
  { id: '16.2.2', level: 2, asks: 'times are UTC', tests: of(log, 'times are told in UTC') },
  {
    id: '16.2.3',
    level: 2,
    asks: 'logs go only where the document says',
    tests: of(sources, 'nothing is said beside the log'),
  },
  {
    id: '16.2.4',
    level: 2,
    asks: 'a program can read the log',
    tests: of(log, 'an entry is one line that a program reads, whatever stands in it'),
  },
  {
    id: '16.2.5',
    level: 2,
    asks: 'nothing is logged that must not be',
    tests: [
      ...of(log, 'passwords, tokens and cookies are hidden'),
      ...of(`${api}/sealed-notes.test.ts`, 'a sealed text is in no answer, no table, no log and no file'),
      ...of(`${auth}/throttle.test.ts`, 'keeps no login and no address'),
    ],
  },
  {
    id: '16.3.1',
    level: 2,
    asks: 'every sign-in is logged, refused ones too',
    tests: [
      ...of(
        `${accounts}/sign-in.test.ts`,
        'leaves a line in the log and in the audit, as whoever signed in',
        'whoever may not, learns nothing > %s',
      ),
      ...of(`${accounts}/second-factor.test.ts`, 'a dangerous act > with an app, the proof asks for a code, too'),
    ],
  },
  {
    id: '16.3.2',
    level: 2,
    asks: 'who was turned away is logged',
    tests: of(
      `${web}/src/lib/server/request-level.test.ts`,
      'who was turned away, or came too often, is always logged',
    ),
  },
  {
    id: '16.3.3',
    level: 2,
    asks: 'attempts to get around controls are logged',
    open: 'refused rights, floods and sign-ins are; refused inputs and broken rules leave no line',
  },
  {
    id: '16.3.4',
    level: 2,
    asks: 'defects are logged',
    tests: [
      ...told,
      ...of(
        `${domain}/monitoring/monitoring.test.ts`,
        'a failed run > is seen with its steps and without what is personal',
      ),
    ],
  },
  {
    id: '16.4.1',
    level: 2,
    asks: 'nobody forges entries',
    tests: of(log, 'an entry is one line that a program reads, whatever stands in it'),
  },
  {
    id: '16.4.2',
    level: 2,
    asks: 'nobody changes entries',
    tests: of(`${domain}/audit/audit.test.ts`, 'no entry is changed or taken away by the application'),
  },
  {
    id: '16.4.3',
    level: 2,
    asks: 'entries are also kept elsewhere',
    open: 'the log goes to standard output, for the operator to carry on; the audit stands in the one database',
  },
  { id: '16.5.1', level: 2, asks: 'errors say nothing of the inside', tests: told },
  {
    id: '16.5.2',
    level: 2,
    asks: 'where others are away, the product goes on',
    tests: [
      ...of(`${mail}/postmark.test.ts`, 'does not wait for ever'),
      ...of(`${domain}/files/upload.test.ts`, 'where the storage is away, nothing is noted as a file'),
      ...of(
        `${domain}/webhooks/webhooks.test.ts`,
        'an answer > that stays away for a day gives the endpoint up, with news for its owner; by hand it goes on',
      ),
    ],
  },
  {
    id: '16.5.3',
    level: 2,
    asks: 'what fails, fails shut',
    tests: [
      ...of(
        `${domain}/verb.test.ts`,
        'a verb that never asks the ability fails and rolls back',
        'a mutation that writes without an audit row rolls back',
      ),
      ...of(
        'packages/db/src/database.test.ts',
        'shows nothing without a context, and the context does not outlive its transaction',
      ),
    ],
  },
]
