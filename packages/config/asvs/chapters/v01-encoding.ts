import { accounts, api, auth, domain, e2e, mail, sources, web } from '../folders.ts'
import { none, of, type Requirement } from '../requirement.ts'

/** V1: encoding and sanitization. */
export const encoding: Requirement[] = [
  {
    id: '1.1.1',
    level: 2,
    asks: 'input is decoded once, before it is checked',
    tests: [
      ...of(`${web}/src/lib/safe-path.test.ts`, 'whatever is sent, the answer stays here and can stand in a header'),
      ...of(`${api}/http.test.ts`, 'a batch counts as its calls, its commas being %s'),
    ],
  },
  {
    id: '1.1.2',
    level: 2,
    asks: 'values are escaped last, by what writes them out',
    tests: [
      ...of(`${mail}/written.test.ts`, 'no value ever becomes markup, a header or a line of its own'),
      ...of(`packages/kernel/src/csv.test.ts`, 'nothing that begins with %s is run, whatever stands before it'),
      ...of(sources, 'pages show text as text'),
    ],
  },
  {
    id: '1.2.1',
    level: 1,
    asks: 'values in HTML and headers change nothing around them',
    tests: [
      ...of(`${e2e}/guarding.spec.ts`, 'what is typed comes back as text, in the page and in what its scripts read'),
      ...of(`${mail}/templates.test.ts`, 'a name is only ever text: %s'),
      ...of(
        `${api}/files.test.ts`,
        'a file is saved under its name, and can’t run, be guessed at, be framed or be kept on the way',
      ),
    ],
  },
  {
    id: '1.2.2',
    level: 1,
    asks: 'values in addresses are encoded; only safe protocols',
    tests: [
      ...of(`${mail}/written.test.ts`, 'a link leads to the web or to an address, nowhere else'),
      ...of(`${mail}/templates.test.ts`, 'a link with what would end it early stays one link'),
      ...of(`${web}/src/lib/safe-path.test.ts`, '%o leads home'),
    ],
  },
  {
    id: '1.2.3',
    level: 1,
    asks: 'values in scripts and JSON stay values',
    tests: of(`${e2e}/guarding.spec.ts`, 'what is typed comes back as text, in the page and in what its scripts read'),
  },
  {
    id: '1.2.4',
    level: 1,
    asks: 'no value becomes SQL',
    tests: [
      ...of(
        `${domain}/people/hostile.test.ts`,
        'whatever is searched for is looked up or refused, and shows only who may be seen',
        'whatever is written into a person is kept or refused',
      ),
      ...of(`${accounts}/sign-in.test.ts`, 'whoever may not, learns nothing > %s'),
    ],
  },
  {
    id: '1.2.5',
    level: 1,
    asks: 'no value becomes a command of the system',
    tests: of(sources, 'no request starts a program'),
  },
  ...none('no directory is asked, no XPath, no LaTeX', [
    ['1.2.6', 2, 'no value becomes LDAP'],
    ['1.2.7', 2, 'no value becomes XPath'],
    ['1.2.8', 2, 'LaTeX processors are kept from harm'],
  ]),
  {
    id: '1.2.9',
    level: 2,
    asks: 'values are escaped in regular expressions',
    tests: of(sources, 'no pattern is made of what people write'),
  },
  {
    id: '1.3.1',
    level: 1,
    asks: 'HTML that people write is sanitized',
    tests: of(`${mail}/written.test.ts`, 'what people write is text, whatever it looks like: %s'),
  },
  { id: '1.3.2', level: 1, asks: 'no text is run as code', tests: of(sources, 'no text is run as code') },
  {
    id: '1.3.3',
    level: 2,
    asks: 'what goes to a dangerous place is cut to fit',
    tests: [
      ...of(`${domain}/storable.test.ts`, 'refuses %o with the place in the input'),
      ...of(`${mail}/written.test.ts`, 'no sign in a value turns around how a header or the text after it is read'),
      ...of(`${domain}/files/files.rules.test.ts`, 'a name is made harmless > whatever it was, on any system'),
    ],
  },
  {
    id: '1.3.4',
    level: 2,
    asks: 'SVG from people carries no script',
    tests: of(`${domain}/files/sniff.test.ts`, 'is refused > %s'),
  },
  {
    id: '1.3.5',
    level: 2,
    asks: 'markup languages from people do no harm',
    tests: of(
      `${mail}/written.test.ts`,
      'what people write is text, whatever it looks like: %s',
      'a link leads to the web or to an address, nowhere else',
    ),
  },
  {
    id: '1.3.6',
    level: 2,
    asks: 'nobody makes the server ask where it must not',
    tests: of(
      `${domain}/outgoing.test.ts`,
      '%s is not taken',
      'a public name that stands for an inner address is not asked, whichever of its addresses that is',
      'the name is resolved once for an attempt: a second answer is never asked for',
    ),
  },
  {
    id: '1.3.7',
    level: 2,
    asks: 'templates that people write reach nothing but fields',
    tests: of(
      `${mail}/written.test.ts`,
      'fills the fields in subject and both bodies',
      'no value ever becomes markup, a header or a line of its own',
    ),
  },
  ...none('no Java, no memcache, and JavaScript knows no format strings', [
    ['1.3.8', 2, 'JNDI lookups take nothing untrusted'],
    ['1.3.9', 2, 'memcache takes nothing untrusted'],
    ['1.3.10', 2, 'format strings take nothing untrusted'],
  ]),
  {
    id: '1.3.11',
    level: 2,
    asks: 'no value adds headers or recipients to a mail',
    tests: [
      ...of(`${mail}/templates.test.ts`, 'a name never adds a header or a line to the subject'),
      ...of(`${accounts}/invitations.test.ts`, 'inviting > refuses %j'),
    ],
  },
  ...none('the runtime manages memory, bounds strings and knows no wrapping integers', [
    ['1.4.1', 2, 'strings and copies stay in their memory'],
    ['1.4.2', 2, 'integers do not overflow'],
  ]),
  {
    id: '1.4.3',
    level: 2,
    asks: 'what was taken is given back',
    tests: [
      ...of(
        `${domain}/imports/reading/read-xlsx.test.ts`,
        'lets go of the file when the walk is left early, and when nobody walks',
      ),
      ...of(`${auth}/turns.test.ts`, 'a task that fails gives its turn on'),
    ],
  },
  {
    id: '1.5.1',
    level: 1,
    asks: 'XML resolves no entities',
    tests: of(
      `${domain}/imports/reading/hostile-files.test.ts`,
      'entities that expand (a billion laughs) are refused unread',
    ),
  },
  {
    id: '1.5.2',
    level: 2,
    asks: 'what is read back becomes only expected shapes',
    tests: [
      ...of('packages/workflows/src/executor/bad-input.test.ts', 'with the keys of prototypes changes no prototype'),
      ...of(
        `${api}/rest/answer.test.ts`,
        'bodies that are no JSON object, too long or of another kind are refused in words',
      ),
    ],
  },
]
