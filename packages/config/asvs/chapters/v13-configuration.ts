import { accounts, api, decisions, domain, e2e, sources, web } from '../folders.ts'
import { of, type Requirement } from '../requirement.ts'

const only = of(
  `${e2e}/guarding.spec.ts`,
  'nothing but the product answers, says what it is, and lets no other site read it',
)
const outgoing = `${domain}/outgoing.test.ts`

/** V13: configuration. */
export const configuration: Requirement[] = [
  {
    id: '13.1.1',
    level: 2,
    asks: 'whom the product speaks to is documented',
    written: [{ file: decisions, says: '## Whom the product speaks to' }],
  },
  {
    id: '13.2.1',
    level: 2,
    asks: 'parts prove themselves, not by lasting passwords',
    open: 'logins of the database, keys of S3 and Postmark last until somebody changes them by hand',
  },
  {
    id: '13.2.2',
    level: 2,
    asks: 'parts have no more rights than they need',
    tests: [
      ...of('packages/db/src/database.test.ts', 'knows a login that row-level security does not bind'),
      ...of(
        'packages/workflows/src/executor/limits.test.ts',
        'who may reach it > the executor’s role, and neither the application nor the relay',
      ),
      ...of(`${accounts}/second-factor.test.ts`, 'an authenticator app > its secret can’t be read by the application'),
    ],
  },
  {
    id: '13.2.3',
    level: 2,
    asks: 'no secrets that everybody knows',
    tests: of(
      `${web}/environment.test.ts`,
      'needs nothing on one machine: embedded database, its own secret, the demo',
      'says in a sentence what is wrong with %o',
    ),
  },
  {
    id: '13.2.4',
    level: 2,
    asks: 'where the product may connect is limited',
    tests: [
      ...of(outgoing, '%s is not taken', '%s lies inside'),
      ...of(sources, 'what speaks to the network stands where the list says'),
    ],
  },
  {
    id: '13.2.5',
    level: 2,
    asks: 'where the server may load from is limited',
    tests: [
      ...of(sources, 'what speaks to the network stands where the list says'),
      ...of(`${domain}/files/store.test.ts`, '%s > lets no key climb out'),
    ],
  },
  {
    id: '13.3.1',
    level: 2,
    asks: 'a vault for secrets',
    open: 'secrets come by the environment, or stand in a file that only its owner reads; no vault is asked',
  },
  {
    id: '13.3.2',
    level: 2,
    asks: 'secrets are read only where needed',
    tests: [
      ...of(`${accounts}/second-factor.test.ts`, 'an authenticator app > its secret can’t be read by the application'),
      ...of(sources, 'the environment is read in one place'),
    ],
  },
  { id: '13.4.1', level: 1, asks: 'no history of the source is served', tests: only },
  {
    id: '13.4.2',
    level: 2,
    asks: 'nothing meant for development runs',
    tests: [
      ...of(
        `${api}/http.test.ts`,
        'a defect says nothing of itself, by either way in; whoever runs the product is told all',
      ),
      ...of(`${web}/environment.test.ts`, 'never has a demo on a given database or in production'),
    ],
  },
  { id: '13.4.3', level: 2, asks: 'no lists of folders', tests: only },
  { id: '13.4.4', level: 2, asks: 'TRACE is not answered', tests: only },
  {
    id: '13.4.5',
    level: 2,
    asks: 'documents and gauges are public only on purpose',
    tests: [
      ...of(`${api}/rest/document.test.ts`, 'nothing that belongs to a browser, to few eyes or to operators is public'),
      ...of(`${domain}/monitoring/monitoring.test.ts`, '%s is let in or not'),
      ...of(`${api}/engine.test.ts`, 'without a server there is no door, and the functions run here'),
    ],
  },
]
