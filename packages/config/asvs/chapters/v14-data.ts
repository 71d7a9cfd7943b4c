import { access, api, e2e } from '../folders.ts'
import { of, type Requirement } from '../requirement.ts'

const guarding = `${e2e}/guarding.spec.ts`
const kept = 'pages and data are kept by nobody and framed by nobody; files that never change may be kept'
const own = 'pages live with their own policy, offer the way out, and keep nothing in the browser'

/** V14: data protection. */
export const dataProtection: Requirement[] = [
  {
    id: '14.1.1',
    level: 2,
    asks: 'sensitive data are known and classed',
    tests: [
      ...of(`${access}/matrix.test.ts`, 'the matrix > tells every field of a person exactly once'),
      ...of(`${api}/person-links.test.ts`, 'every column that may hold a person’s id is linked'),
    ],
  },
  {
    id: '14.1.2',
    level: 2,
    asks: 'how each class is protected is documented',
    open: 'access, sealing and logs are; how long each class is kept is not decided yet',
  },
  {
    id: '14.2.1',
    level: 1,
    asks: 'nothing sensitive in addresses',
    tests: [
      ...of(`${api}/rest/answer.test.ts`, 'a cookie or a credential elsewhere opens nothing'),
      ...of(
        `${e2e}/people.spec.ts`,
        'the list shows the campus, finds by a slip of the finger, and keeps what is typed out of the address',
      ),
      ...of(`${e2e}/shell.spec.ts`, 'Ctrl-K finds places and people, and nothing that is typed stands in an address'),
    ],
  },
  {
    id: '14.2.2',
    level: 2,
    asks: 'nothing sensitive in caches on the way',
    tests: [...of(guarding, kept), ...of(`${api}/rest/answer.test.ts`, '%s is what the document says')],
  },
  { id: '14.2.3', level: 2, asks: 'no trackers, no third parties', tests: of(guarding, own, kept) },
  {
    id: '14.2.4',
    level: 2,
    asks: 'each class is protected as documented',
    open: 'waits for the document of classes and how long they are kept',
  },
  {
    id: '14.3.1',
    level: 1,
    asks: 'the browser forgets when the session ends',
    tests: [...of(`${e2e}/signing-in.spec.ts`, 'signing out ends the session'), ...of(guarding, kept, own)],
  },
  { id: '14.3.2', level: 2, asks: 'browsers keep no private answers', tests: of(guarding, kept) },
  { id: '14.3.3', level: 2, asks: 'nothing sensitive in the browser’s stores', tests: of(guarding, own) },
]
