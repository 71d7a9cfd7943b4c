import { api, domain, e2e, sources, web } from '../folders.ts'
import { none, of, type Requirement } from '../requirement.ts'

const guarding = `${e2e}/guarding.spec.ts`
const cookies = `${web}/src/lib/cookie-name.test.ts`
const kept = 'pages and data are kept by nobody and framed by nobody; files that never change may be kept'
const only = 'nothing but the product answers, says what it is, and lets no other site read it'

/** V3: what browsers are told. */
export const browser: Requirement[] = [
  {
    id: '3.2.1',
    level: 1,
    asks: 'an answer opened by itself does no harm',
    tests: [
      ...of(
        `${api}/files.test.ts`,
        'a file is saved under its name, and can’t run, be guessed at, be framed or be kept on the way',
      ),
      ...of(guarding, kept),
    ],
  },
  {
    id: '3.2.2',
    level: 1,
    asks: 'text is shown as text',
    tests: [
      ...of(guarding, 'what is typed comes back as text, in the page and in what its scripts read'),
      ...of(sources, 'pages show text as text'),
    ],
  },
  {
    id: '3.3.1',
    level: 1,
    asks: 'cookies need https and say so in their name',
    tests: of(
      cookies,
      'a name is tied to this host wherever there is https',
      'no cookie is set or read by a name of its own making',
    ),
  },
  {
    id: '3.3.2',
    level: 2,
    asks: 'each cookie has a SameSite for its purpose',
    tests: of(
      cookies,
      'each stays with https and this host, comes from no other site by a form, and no script reads it',
    ),
  },
  {
    id: '3.3.3',
    level: 2,
    asks: 'cookies are tied to this host by name',
    tests: of(
      cookies,
      'a name is tied to this host wherever there is https',
      'no cookie is set or read by a name of its own making',
    ),
  },
  {
    id: '3.3.4',
    level: 2,
    asks: 'no script reads a session',
    tests: of(
      cookies,
      'each stays with https and this host, comes from no other site by a form, and no script reads it',
    ),
  },
  {
    id: '3.4.1',
    level: 1,
    asks: 'HSTS for a year, subdomains too',
    tests: of(
      `${web}/receive.test.ts`,
      'with ORIGIN the pages see that address, and browsers are told to stay with https',
    ),
  },
  { id: '3.4.2', level: 1, asks: 'no other origin may read answers', tests: of(guarding, only) },
  {
    id: '3.4.3',
    level: 2,
    asks: 'a content security policy, no objects, no base',
    tests: of(
      guarding,
      kept,
      only,
      'pages live with their own policy, offer the way out, and keep nothing in the browser',
    ),
  },
  { id: '3.4.4', level: 2, asks: 'types are never guessed', tests: of(guarding, kept) },
  { id: '3.4.5', level: 2, asks: 'other sites learn no address from us', tests: of(guarding, kept) },
  { id: '3.4.6', level: 2, asks: 'nobody frames an answer', tests: of(guarding, kept, only) },
  {
    id: '3.5.1',
    level: 1,
    asks: 'another site acts in nobody’s name',
    tests: [
      ...of(`${web}/src/lib/server/foreign.test.ts`, '%s from another site is foreign, whatever it brings'),
      ...of(`${api}/access-http.test.ts`, 'a post from another site is refused'),
      ...of(`${e2e}/files.spec.ts`, 'another site sends nothing, and a gigabyte is turned away before it has come'),
    ],
  },
  {
    id: '3.5.2',
    level: 1,
    asks: 'calls that ask no preflight are guarded likewise',
    tests: [
      ...of(`${web}/src/lib/server/foreign.test.ts`, '%s from another site is foreign, whatever it brings'),
      ...of(`${api}/rest/answer.test.ts`, 'a cookie or a credential elsewhere opens nothing'),
    ],
  },
  {
    id: '3.5.3',
    level: 1,
    asks: 'reading methods change nothing',
    tests: [
      ...of(`${domain}/verb.test.ts`, 'a query cannot write'),
      ...of(`${e2e}/messaging.spec.ts`, 'opening the link ends nothing; pressing does, also without JavaScript'),
    ],
  },
  ...none('there is one application, on a host of its own', [
    ['3.5.4', 2, 'different applications have different hosts'],
  ]),
  {
    id: '3.5.5',
    level: 2,
    asks: 'messages of other windows are judged',
    tests: of(sources, 'no page listens to other windows'),
  },
  ...none('HTML, CSS and JavaScript alone; the policy of every page refuses plugins', [
    ['3.7.1', 2, 'no outlived technology in the browser'],
  ]),
  {
    id: '3.7.2',
    level: 2,
    asks: 'nobody is led to another site',
    tests: [
      ...of(guarding, 'where somebody comes back to after signing in is always here'),
      ...of(`${web}/src/lib/safe-path.test.ts`, '%o leads home'),
    ],
  },
]
