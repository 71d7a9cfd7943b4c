import { domain, sources, web } from '../folders.ts'
import { none, of, type Requirement } from '../requirement.ts'

const proxy = 'TLS begins at the proxy in front, which the operator keeps; the product itself speaks http to it alone'

/** V12: secure communication. */
export const communication: Requirement[] = [
  ...none(proxy, [
    ['12.1.1', 1, 'TLS 1.2 or 1.3 only'],
    ['12.1.2', 2, 'recommended cipher suites only'],
  ]),
  ...none('no client signs in with a certificate', [['12.1.3', 2, 'certificates of clients are checked']]),
  {
    id: '12.2.1',
    level: 1,
    asks: 'no fall back to http',
    tests: [
      ...of(
        `${web}/receive.test.ts`,
        'with ORIGIN the pages see that address, and browsers are told to stay with https',
      ),
      ...of(`${domain}/outgoing.test.ts`, '%s is not taken'),
    ],
  },
  ...none(proxy, [['12.2.2', 1, 'certificates that everybody trusts']]),
  {
    id: '12.3.1',
    level: 2,
    asks: 'every connection is encrypted',
    open: 'a PostgreSQL, S3 or Inngest server of one’s own may be named without TLS; nothing insists',
  },
  {
    id: '12.3.2',
    level: 2,
    asks: 'certificates of servers are checked',
    tests: of(sources, 'no certificate goes unchecked'),
  },
  ...none('one process: no services of ours call each other by http', [
    ['12.3.3', 2, 'services call each other encrypted'],
    ['12.3.4', 2, 'services trust only their own certificates'],
  ]),
]
