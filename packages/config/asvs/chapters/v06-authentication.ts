import { accounts, api, auth, decisions, domain, e2e, sources, web } from '../folders.ts'
import { none, of, type Requirement } from '../requirement.ts'

const weak = `${auth}/weak-passwords.test.ts`
const factor = `${accounts}/second-factor.test.ts`
const reset = `${accounts}/reset-password.test.ts`
const signIn = `${accounts}/sign-in.test.ts`
const fields = `${web}/src/lib/password-fields.test.ts`
const codes = `${auth}/recovery-codes.test.ts`
const made = 'ten codes, none twice, that nobody misreads'

/** V6: authentication. */
export const authentication: Requirement[] = [
  {
    id: '6.1.1',
    level: 1,
    asks: 'how guessing is met is documented',
    written: [
      { file: decisions, says: 'From the sixth failure of a login or of an address on, an attempt costs work' },
      { file: decisions, says: 'Nobody is locked out' },
    ],
  },
  {
    id: '6.1.2',
    level: 2,
    asks: 'words that no password may consist of are listed',
    written: [{ file: decisions, says: '`contextWords` in `packages/auth/src/weak-passwords.ts`' }],
  },
  {
    id: '6.1.3',
    level: 2,
    asks: 'every way to sign in is documented',
    written: [{ file: decisions, says: '| way in' }],
  },
  {
    id: '6.2.1',
    level: 1,
    asks: 'at least eight characters',
    tests: of(
      weak,
      'length > %#',
      'length > is less where a second factor stands beside it, and the rest holds as ever',
    ),
  },
  {
    id: '6.2.2',
    level: 1,
    asks: 'one can change one’s password',
    tests: of(reset, 'changing one’s own password > asks for the present one, ends all sessions and begins anew here'),
  },
  {
    id: '6.2.3',
    level: 1,
    asks: 'changing it asks for the present one',
    tests: of(reset, 'changing one’s own password > refuses a wrong present one, and more than ten of them'),
  },
  {
    id: '6.2.4',
    level: 1,
    asks: 'the most common passwords are refused',
    tests: [
      ...of(weak, 'refuses the common %s'),
      ...of(reset, 'changing one’s own password > refuses a weak new one'),
      ...of(`${accounts}/accept-invitation.test.ts`, 'the password %j is refused before anything is written'),
    ],
  },
  {
    id: '6.2.5',
    level: 1,
    asks: 'no rules about kinds of characters',
    tests: of(weak, 'asks for no digits, capitals or signs'),
  },
  {
    id: '6.2.6',
    level: 1,
    asks: 'passwords are hidden while typed',
    tests: of(fields, 'a password is hidden until whoever types it wants to see it'),
  },
  {
    id: '6.2.7',
    level: 1,
    asks: 'pasting and password programs work',
    tests: of(fields, 'programs that keep passwords may fill it, and it may be pasted'),
  },
  {
    id: '6.2.8',
    level: 1,
    asks: 'nothing is cut off or changed in a password',
    tests: of(
      `${auth}/passwords.test.ts`,
      'knows the password again, and no other',
      'tells passwords apart that differ behind 72 bytes, and behind a NUL',
    ),
  },
  { id: '6.2.9', level: 2, asks: 'sixty-four characters are taken', tests: of(weak, 'length > %#') },
  {
    id: '6.2.10',
    level: 2,
    asks: 'passwords do not run out',
    written: [{ file: decisions, says: 'No password runs out' }],
  },
  {
    id: '6.2.11',
    level: 2,
    asks: 'the listed words make no password',
    tests: of(weak, 'refuses %s, made of the words of ministry', 'refuses the own %s'),
  },
  {
    id: '6.2.12',
    level: 2,
    asks: 'passwords known from breaches are refused',
    open: 'the list at hand has the commonest passwords of breaches, not all of them; nothing outside is asked',
  },
  {
    id: '6.3.1',
    level: 1,
    asks: 'guessing is met as documented',
    tests: [
      ...of(
        signIn,
        'too many attempts > are refused alike whether there is such an account, and a right password then helps no more',
        'too many attempts > from one address stop all logins from there',
        'too many attempts > of %s cost work from the sixth on, or are few',
        'too many attempts > of a login from many addresses cost work everywhere',
      ),
      ...of(`${auth}/throttle.test.ts`, 'a race lets no more through'),
    ],
  },
  {
    id: '6.3.2',
    level: 1,
    asks: 'no accounts that everybody knows',
    tests: [
      ...of(`${web}/environment.test.ts`, 'never has a demo on a given database or in production'),
      ...of(
        `${e2e}/first-run.spec.ts`,
        'whoever has the console begins the movement, once, and there is nothing of the demo',
      ),
    ],
  },
  {
    id: '6.3.3',
    level: 2,
    asks: 'a second factor for everybody',
    open: 'national, finance and administrator roles need one; leaders and members may do without',
  },
  {
    id: '6.3.4',
    level: 2,
    asks: 'every way in asks for as much',
    tests: [
      ...of(
        `${domain}/clients/clients.test.ts`,
        'an app of somebody with a second factor > gets a step for the password, and tokens for the code, once',
        'an app of somebody with a second factor > its codes count with those typed in a browser',
      ),
      ...of(
        `${api}/root.test.ts`,
        '%s > asks for a second factor, and for a fresh proof, unless it stands on a short list',
      ),
      ...of(
        `${web}/src/routes/(door)/sign-in/sign-in.test.ts`,
        'a right password alone opens no session where a second factor is asked for',
      ),
    ],
  },
  {
    id: '6.4.1',
    level: 1,
    asks: 'first secrets are random, short-lived and used once',
    tests: [
      ...of(
        `${accounts}/invitations.test.ts`,
        'inviting > sends a link that works for seven days, and stores only its hash',
      ),
      ...of(`${accounts}/accept-invitation.test.ts`, 'works once', 'does not work %s'),
      ...of(`${auth}/tokens.test.ts`, 'no two are alike, and each is known by its hash only'),
    ],
  },
  ...none('there are no hints and no questions', [['6.4.2', 1, 'no hints, no secret questions']]),
  {
    id: '6.4.3',
    level: 2,
    asks: 'a forgotten password leads around no second factor',
    tests: [
      ...of(reset, 'the link > sets the password once, ends all sessions and tells the owner'),
      ...of(factor, 'signing in > opens nothing by the password alone, and all with a code, once'),
    ],
  },
  {
    id: '6.4.4',
    level: 2,
    asks: 'a lost factor is replaced only with proof',
    tests: of(
      factor,
      'signing in > a recovery code opens once, and mails',
      'a reset > by whoever answers for the account: sessions end, a mail tells, the audit says why',
      'a reset > never one’s own, and not by equals or strangers',
    ),
  },
  {
    id: '6.5.1',
    level: 2,
    asks: 'codes work once',
    tests: of(
      factor,
      'signing in > a code is taken once, however many bring it at the same instant',
      'signing in > an older code than the last one is taken no more',
      'signing in > a recovery code opens once, and mails',
    ),
  },
  {
    id: '6.5.2',
    level: 2,
    asks: 'short recovery codes are hashed as passwords are',
    tests: of(codes, made, 'a code is known however it is typed, and nothing else is'),
  },
  {
    id: '6.5.3',
    level: 2,
    asks: 'codes and seeds come from a secure generator',
    tests: [
      ...of(codes, made),
      ...of(`${auth}/totp.test.ts`, 'secrets are 160 bits, and no two alike'),
      ...of(sources, 'chance that matters is never that of Math.random'),
    ],
  },
  { id: '6.5.4', level: 2, asks: 'codes have at least 20 bits', tests: of(codes, made) },
  {
    id: '6.5.5',
    level: 2,
    asks: 'codes of apps live 30 seconds',
    open: 'the code before and the one after are taken as well, for phones whose clocks drift: 90 seconds',
  },
  ...none('no code is sent by phone, mail or push to sign in', [
    ['6.6.1', 2, 'codes by phone have alternatives'],
    ['6.6.2', 2, 'codes that are sent fit one attempt'],
    ['6.6.3', 2, 'codes that are sent can’t be guessed'],
  ]),
  ...none('there is no identity provider', [
    ['6.8.1', 2, 'nobody poses by another provider'],
    ['6.8.2', 2, 'assertions are signed, and checked'],
    ['6.8.3', 2, 'SAML assertions count once'],
    ['6.8.4', 2, 'the provider’s strength is checked'],
  ]),
]
