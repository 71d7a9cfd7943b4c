import { auth, sources, web } from '../folders.ts'
import { none, of, type Requirement } from '../requirement.ts'

const sealing = `${auth}/sealing.test.ts`
const tokens = `${auth}/tokens.test.ts`

/** V11: cryptography. */
export const cryptography: Requirement[] = [
  {
    id: '11.1.1',
    level: 2,
    asks: 'how keys are made, kept and changed is documented',
    open: 'what follows from `SECRET` is listed, but there is no way yet to change it without losing sealed texts',
  },
  {
    id: '11.1.2',
    level: 2,
    asks: 'an inventory of keys and algorithms',
    tests: of(sources, 'cryptography stands where the inventory says'),
  },
  {
    id: '11.2.1',
    level: 2,
    asks: 'known implementations, none of our own',
    tests: of(sources, 'cryptography stands where the inventory says'),
  },
  {
    id: '11.2.2',
    level: 2,
    asks: 'algorithms and keys can be changed',
    open: 'tokens and webhooks take two keys; passwords carry their cost; sealed texts have a layout’s number and one key only',
  },
  {
    id: '11.2.3',
    level: 2,
    asks: 'at least 128 bits of strength',
    tests: [
      ...of(sources, 'one cipher, and hashes of at least 256 bits'),
      ...of(`${auth}/access-tokens.test.ts`, 'says whose it is and until when, and no rights'),
      ...of(`${web}/environment.test.ts`, 'says in a sentence what is wrong with %o'),
    ],
  },
  {
    id: '11.3.1',
    level: 1,
    asks: 'no weak modes, no weak padding',
    tests: of(sources, 'one cipher, and hashes of at least 256 bits'),
  },
  {
    id: '11.3.2',
    level: 1,
    asks: 'approved ciphers only',
    tests: [
      ...of(sources, 'one cipher, and hashes of at least 256 bits'),
      ...of(sealing, 'what is sealed is opened again, never looks the same twice, and never shows its text'),
    ],
  },
  {
    id: '11.3.3',
    level: 2,
    asks: 'what is encrypted can’t be changed unseen',
    tests: of(sealing, 'another row, secret, purpose or byte opens nothing'),
  },
  {
    id: '11.4.1',
    level: 1,
    asks: 'approved hashes only',
    tests: of(sources, 'one cipher, and hashes of at least 256 bits'),
  },
  {
    id: '11.4.2',
    level: 2,
    asks: 'passwords are kept by a slow hash',
    tests: of(
      `${auth}/passwords.test.ts`,
      'knows the password again, and no other',
      'is of no use without the pepper',
      'no password fits an account that is not there, and finding that out costs the same hash',
    ),
  },
  {
    id: '11.4.3',
    level: 2,
    asks: 'hashes that prove something have 256 bits',
    tests: of(tokens, 'fits its own hash and no other'),
  },
  ...none('no key follows from a password', [['11.4.4', 2, 'keys from passwords are stretched']]),
  {
    id: '11.5.1',
    level: 2,
    asks: 'what can’t be guessed has 128 random bits',
    tests: [
      ...of(tokens, 'no two are alike, and each is known by its hash only'),
      ...of(`${auth}/access-tokens.test.ts`, 'a key has a prefix, a checksum and enough chance'),
      ...of(sources, 'chance that matters is never that of Math.random'),
    ],
  },
  {
    id: '11.6.1',
    level: 2,
    asks: 'signatures by approved algorithms',
    tests: of(
      `${auth}/access-tokens.test.ts`,
      'says whose it is and until when, and no rights',
      'nothing in a token chooses how it is checked',
    ),
  },
]
