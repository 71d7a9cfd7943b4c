import { accounts, api, auth, decisions, e2e } from '../folders.ts'
import { none, of, type Requirement } from '../requirement.ts'

const sessions = `${auth}/sessions.test.ts`
const factor = `${accounts}/second-factor.test.ts`

/** V7: sessions. */
export const sessionManagement: Requirement[] = [
  {
    id: '7.1.1',
    level: 2,
    asks: 'how long sessions last is documented, with reasons',
    written: [
      { file: decisions, says: 'A session ends after fourteen days without use, and after ninety in any case' },
    ],
  },
  {
    id: '7.1.2',
    level: 2,
    asks: 'how many sessions one may have is documented',
    written: [{ file: decisions, says: 'An account may have as many sessions as devices' }],
  },
  ...none('sessions are our own, no other system makes or ends them', [
    ['7.1.3', 2, 'sessions of a federation are documented'],
  ]),
  {
    id: '7.2.1',
    level: 1,
    asks: 'the server checks session tokens',
    tests: of(
      sessions,
      'a session > is known by its token and stored only as a hash',
      'a session > of nobody is nobody',
      'a session > is not opened by its hash',
    ),
  },
  {
    id: '7.2.2',
    level: 1,
    asks: 'sessions have tokens of their own, no fixed keys',
    tests: of(sessions, 'a session > is known by its token and stored only as a hash'),
  },
  {
    id: '7.2.3',
    level: 1,
    asks: 'tokens have 128 random bits',
    tests: of(`${auth}/tokens.test.ts`, 'no two are alike, and each is known by its hash only'),
  },
  {
    id: '7.2.4',
    level: 1,
    asks: 'signing in makes a new token, the old ends',
    tests: [
      ...of(`${accounts}/sign-in.test.ts`, 'ends the session that the browser brought along'),
      ...of(factor, 'a dangerous act > asks for a fresh proof, which a session gets with another identifier'),
    ],
  },
  {
    id: '7.3.1',
    level: 2,
    asks: 'unused sessions end',
    tests: of(sessions, 'a session > ends when it is not used for fourteen days'),
  },
  {
    id: '7.3.2',
    level: 2,
    asks: 'every session ends some day',
    tests: of(sessions, 'a session > ends after ninety days in any case'),
  },
  {
    id: '7.4.1',
    level: 1,
    asks: 'an ended session opens nothing',
    tests: [
      ...of(`${e2e}/signing-in.spec.ts`, 'signing out ends the session'),
      ...of(`${accounts}/devices.test.ts`, 'ends an own device, and nobody else’s'),
    ],
  },
  {
    id: '7.4.2',
    level: 1,
    asks: 'sessions end with the account',
    tests: [
      ...of(`${accounts}/deactivate.test.ts`, 'ends the sessions at once, and lets no new request through'),
      ...of(sessions, 'a session > of a deactivated account is nobody, at once'),
    ],
  },
  {
    id: '7.4.3',
    level: 2,
    asks: 'other sessions may end with a changed factor',
    tests: [
      ...of(
        `${accounts}/reset-password.test.ts`,
        'the link > sets the password once, ends all sessions and tells the owner',
        'changing one’s own password > asks for the present one, ends all sessions and begins anew here',
      ),
      ...of(factor, 'an authenticator app > is set up by a code of it, ends all sessions, opens one, and mails'),
    ],
  },
  {
    id: '7.4.4',
    level: 2,
    asks: 'signing out is offered on every page',
    tests: of(
      `${e2e}/guarding.spec.ts`,
      'pages live with their own policy, offer the way out, and keep nothing in the browser',
    ),
  },
  {
    id: '7.4.5',
    level: 2,
    asks: 'administrators end sessions of others',
    tests: [
      ...of(
        `${accounts}/deactivate.test.ts`,
        'ends the sessions at once, and lets no new request through',
        'and back again',
      ),
      ...of(factor, 'a reset > by whoever answers for the account: sessions end, a mail tells, the audit says why'),
    ],
  },
  {
    id: '7.5.1',
    level: 2,
    asks: 'changing one’s keys asks for proof again',
    tests: [
      ...of(
        factor,
        'a dangerous act > asks for a fresh proof, which a session gets with another identifier',
        'a dangerous act > no session, no proof',
      ),
      ...of(
        `${api}/root.test.ts`,
        '%s > asks for a second factor, and for a fresh proof, unless it stands on a short list',
      ),
    ],
  },
  {
    id: '7.5.2',
    level: 2,
    asks: 'one sees and ends one’s sessions, after proof',
    open: 'devices are listed and ended without a fresh proof: whoever fears a thief should be quick',
  },
  ...none('no session is opened by another system', [
    ['7.6.1', 2, 'sessions follow those of the provider'],
    ['7.6.2', 2, 'sessions begin by an act of the person'],
  ]),
]
