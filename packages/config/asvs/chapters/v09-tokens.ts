import { auth, domain, mail } from '../folders.ts'
import { of, type Requirement } from '../requirement.ts'

const tokens = `${auth}/access-tokens.test.ts`
const forged = 'nothing in a token chooses how it is checked'

/** V9: tokens that say something themselves. */
export const selfContainedTokens: Requirement[] = [
  {
    id: '9.1.1',
    level: 1,
    asks: 'signatures are checked before anything is believed',
    tests: [
      ...of(tokens, forged),
      ...of(`${mail}/tokens.test.ts`, 'reads nothing that was changed, cut or signed elsewhere'),
    ],
  },
  { id: '9.1.2', level: 1, asks: 'one algorithm, never “none”', tests: of(tokens, forged) },
  {
    id: '9.1.3',
    level: 1,
    asks: 'keys are ours, whatever the token names',
    tests: of(tokens, forged, 'a secret that was changed is believed as long as it is named'),
  },
  {
    id: '9.2.1',
    level: 1,
    asks: 'tokens count within their time',
    tests: [
      ...of(tokens, 'says whose it is and until when, and no rights'),
      ...of(
        `${domain}/clients/clients.test.ts`,
        'an app > its token ends after ten minutes, and with its session at once',
      ),
    ],
  },
  { id: '9.2.2', level: 2, asks: 'a token serves its own purpose only', tests: of(tokens, forged) },
  { id: '9.2.3', level: 2, asks: 'a token is for this service', tests: of(tokens, forged) },
  {
    id: '9.2.4',
    level: 2,
    asks: 'a token names whom it is for',
    tests: of(tokens, 'says whose it is and until when, and no rights'),
  },
]
