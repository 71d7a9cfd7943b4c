import { accounts, api, auth, decisions, domain, sources, web } from '../folders.ts'
import { of, type Requirement } from '../requirement.ts'

/** V15: secure coding and architecture. */
export const architecture: Requirement[] = [
  {
    id: '15.1.1',
    level: 1,
    asks: 'how soon faulty dependencies are replaced is documented',
    open: 'nobody has decided it yet',
  },
  {
    id: '15.1.2',
    level: 2,
    asks: 'a list of all dependencies, from trusted places',
    tests: [
      ...of(sources, 'every dependency comes from the registry, and its content is known'),
      ...of(
        'packages/config/dead-code.test.ts',
        'finds the file, the export, the dependency that nobody uses, and the one that nobody lists',
      ),
    ],
  },
  {
    id: '15.1.3',
    level: 2,
    asks: 'costly functions, and how they are held in, are documented',
    written: [{ file: decisions, says: '## What costs much' }],
  },
  {
    id: '15.2.1',
    level: 1,
    asks: 'no dependency is older than documented',
    open: 'waits for that document, and for a check of known faults',
  },
  {
    id: '15.2.2',
    level: 2,
    asks: 'costly functions keep nobody waiting',
    tests: [
      ...of(`${auth}/passwords.test.ts`, 'hashing many at once leaves the event loop to others'),
      ...of(
        `${domain}/imports/reading/serving-meanwhile.test.ts`,
        '%s: a clear error in little memory, and others are served meanwhile',
      ),
      ...of(
        `${domain}/people/exports.workflow.test.ts`,
        'a large file is written in the background and holds everybody once',
      ),
    ],
  },
  {
    id: '15.2.3',
    level: 2,
    asks: 'nothing runs that is not needed',
    tests: [
      ...of(`${web}/environment.test.ts`, 'never has a demo on a given database or in production'),
      ...of('packages/config/boundaries.test.ts', 'seeds-are-for-tests lets tests tell the story'),
      ...of(`${api}/engine.test.ts`, 'without a server there is no door, and the functions run here'),
    ],
  },
  {
    id: '15.3.1',
    level: 1,
    asks: 'answers have only the fields that are needed',
    tests: [
      ...of(`${api}/root.test.ts`, '%s > is a verb of the same name, with input and output'),
      ...of(`${accounts}/list.test.ts`, 'tells name, roles and state, and nothing of passwords'),
    ],
  },
  {
    id: '15.3.2',
    level: 2,
    asks: 'calls to others follow no redirects',
    tests: of(
      `${domain}/webhooks/webhooks.test.ts`,
      'an answer > other than 2xx is tried again, and fails at the end; a redirect is not followed',
    ),
  },
  {
    id: '15.3.3',
    level: 2,
    asks: 'nobody sets fields that were not asked for',
    tests: [
      ...of(`${api}/rest/answer.test.ts`, 'two values for one field, an unknown field, an odd address are refused'),
      ...of(`${domain}/imports/rights.test.ts`, 'no e-mail change of a person with higher rights'),
    ],
  },
  {
    id: '15.3.4',
    level: 2,
    asks: 'the client’s address is the true one',
    tests: of(
      `${web}/receive.test.ts`,
      'behind proxies their own words count, and nothing that stood there before them',
      'whoever %s is known by the connection',
    ),
  },
  {
    id: '15.3.5',
    level: 2,
    asks: 'types are checked, comparisons strict',
    tests: [
      ...of('packages/config/eslint.test.ts', '%s is caught', '%s is caught with the types of the package'),
      ...of(
        `${domain}/verb.test.ts`,
        'turns away who is not signed in, who has no right anywhere, and a wrong input, each by its kind',
      ),
    ],
  },
  {
    id: '15.3.6',
    level: 2,
    asks: 'no input reaches prototypes',
    tests: of(
      'packages/workflows/src/executor/bad-input.test.ts',
      'an event > with the keys of prototypes changes no prototype',
    ),
  },
  {
    id: '15.3.7',
    level: 2,
    asks: 'a parameter given twice deceives nobody',
    tests: of(
      `${api}/rest/answer.test.ts`,
      'hostile calls > two values for one field, an unknown field, an odd address are refused',
    ),
  },
]
