import { api, e2e, web } from '../folders.ts'
import { none, of, type Requirement } from '../requirement.ts'

/** V4: API and web service. */
export const service: Requirement[] = [
  {
    id: '4.1.1',
    level: 1,
    asks: 'answers say their type and encoding',
    tests: [
      ...of(
        `${e2e}/guarding.spec.ts`,
        'nothing but the product answers, says what it is, and lets no other site read it',
      ),
      ...of(
        `${api}/files.test.ts`,
        'a file is saved under its name, and can’t run, be guessed at, be framed or be kept on the way',
      ),
    ],
  },
  ...none('the product leads nobody from http to https; that is the proxy’s, for pages', [
    ['4.1.2', 2, 'only pages lead from http to https'],
  ]),
  {
    id: '4.1.3',
    level: 2,
    asks: 'nobody forges what proxies tell',
    tests: [
      ...of(
        `${web}/receive.test.ts`,
        'without a proxy only the connection counts, whatever the client writes',
        'behind proxies their own words count, and nothing that stood there before them',
        'on one machine the pages see plain http, whatever a client writes',
      ),
      ...of(`${e2e}/guarding.spec.ts`, 'an address that a client makes up is written nowhere'),
    ],
  },
  {
    id: '4.2.1',
    level: 2,
    asks: 'where a message ends is told in one way',
    tests: of(
      `${web}/receive.test.ts`,
      'a message whose length is told in two ways is refused before anybody reads it',
    ),
  },
  ...none('there is no GraphQL', [
    ['4.3.1', 2, 'nested queries are limited'],
    ['4.3.2', 2, 'introspection is off'],
  ]),
  ...none('there are no WebSockets', [
    ['4.4.1', 1, 'WebSockets are encrypted'],
    ['4.4.2', 2, 'WebSockets check the origin'],
    ['4.4.3', 2, 'WebSockets have tokens like sessions'],
    ['4.4.4', 2, 'these tokens come from a session'],
  ]),
]
