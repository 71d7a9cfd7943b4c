import { accounts, api, auth, domain, e2e } from '../folders.ts'
import { of, type Requirement } from '../requirement.ts'

/** V2: validation and business logic. */
export const validation: Requirement[] = [
  {
    id: '2.1.1',
    level: 1,
    asks: 'the shape of each input is documented',
    tests: [
      ...of(`${api}/rest/document.test.ts`, 'is a valid OpenAPI 3.1 document'),
      ...of(`${api}/root.test.ts`, '%s > is a verb of the same name, with input and output'),
    ],
  },
  {
    id: '2.1.2',
    level: 2,
    asks: 'what must fit together is documented',
    written: [
      { file: 'packages/domain/src/imports/README.md', says: 'Never guessed: two rows with one target' },
      { file: 'packages/domain/src/accounts/README.md', says: 'A role is given by a case that was approved' },
    ],
  },
  {
    id: '2.1.3',
    level: 2,
    asks: 'limits of acts are documented',
    written: [
      { file: 'README.md', says: 'calls of the API in a minute, by one account (600) and from one address (3000)' },
      { file: 'packages/domain/src/files/README.md', says: '100 files and 200 MB in 24 hours' },
      {
        file: 'packages/domain/src/accounts/README.md',
        says: 'One sender mails a person three times an hour at most.',
      },
    ],
  },
  {
    id: '2.2.1',
    level: 1,
    asks: 'input is held to shapes, lists and ranges',
    tests: [
      ...of(`${api}/rest/answer.test.ts`, 'two values for one field, an unknown field, an odd address are refused'),
      ...of(`${domain}/people/hostile.test.ts`, 'whatever is written into a person is kept or refused'),
      ...of(`${api}/root.test.ts`, '%s > is a verb of the same name, with input and output'),
    ],
  },
  {
    id: '2.2.2',
    level: 1,
    asks: 'the server checks, whatever the page did',
    tests: of(
      `${domain}/verb.test.ts`,
      'turns away who is not signed in, who has no right anywhere, and a wrong input, each by its kind',
    ),
  },
  {
    id: '2.2.3',
    level: 2,
    asks: 'values that belong together must fit',
    tests: [
      ...of(`${domain}/events/events.test.ts`, 'a draft > that %s is refused'),
      ...of(`${domain}/approvals/decide.test.ts`, 'what fails a check, has no place or no right isn’t asked'),
    ],
  },
  {
    id: '2.3.1',
    level: 1,
    asks: 'steps are taken in order, none skipped',
    tests: [
      ...of(
        `${domain}/approvals/decide.test.ts`,
        'over the second band two decide one after the other, and nobody else',
      ),
      ...of(
        `${accounts}/second-factor.test.ts`,
        'signing in > opens nothing by the password alone, and all with a code, once',
      ),
      ...of(
        `${domain}/imports/hostile.test.ts`,
        'two tabs accept, and one of them cancels: one end, and every row once',
      ),
    ],
  },
  {
    id: '2.3.2',
    level: 2,
    asks: 'the documented limits hold',
    tests: [
      ...of(
        `${domain}/files/upload.test.ts`,
        'a day’s count and bytes are each person’s own, also for many at once; tomorrow is another day',
      ),
      ...of(
        `${accounts}/invitations.test.ts`,
        'more than three mails of one sender to one person within an hour are refused, by whichever act',
      ),
      ...of(`${auth}/quota.test.ts`, 'lets so many calls through and no more, and says what is left'),
    ],
  },
  {
    id: '2.3.3',
    level: 2,
    asks: 'an act happens whole or not at all',
    tests: [
      ...of(`${domain}/verb.test.ts`, 'audit and outbox stand in the transaction of the act'),
      ...of(`${e2e}/crash.spec.ts`, 'kill -9 in the middle of a commit loses no row and repeats none'),
    ],
  },
  {
    id: '2.3.4',
    level: 2,
    asks: 'what there is once is given once',
    tests: [
      ...of(`${domain}/approvals/races.test.ts`, '%s: one outcome, executed at most once'),
      ...of(`${accounts}/role.test.ts`, 'twice in the same time is once, also at the same instant'),
      ...of(`${accounts}/accept-invitation.test.ts`, 'of many at the same instant one gets the account'),
    ],
  },
  {
    id: '2.4.1',
    level: 2,
    asks: 'nobody calls without measure',
    tests: [
      ...of(`${api}/rest/answer.test.ts`, 'an address has a limit of calls, told in every answer'),
      ...of(`${api}/http.test.ts`, 'a batch counts as its calls, its commas being %s'),
      ...of(`${accounts}/sign-in.test.ts`, 'of %s cost work from the sixth on, or are few'),
    ],
  },
]
