import { access, api, domain, web } from '../folders.ts'
import { of, type Requirement } from '../requirement.ts'

/** V8: authorization. */
export const authorization: Requirement[] = [
  {
    id: '8.1.1',
    level: 1,
    asks: 'who may do what to what is documented',
    tests: [
      ...of(`${domain}/access/access.test.ts`, 'access.matrix > shows what decides, cell by cell'),
      ...of(`${access}/matrix.test.ts`, 'the matrix > puts every noun into exactly one area, the printed one'),
    ],
  },
  {
    id: '8.1.2',
    level: 2,
    asks: 'who may read and change which fields is documented',
    tests: of(`${access}/matrix.test.ts`, 'the matrix > tells every field of a person exactly once'),
  },
  {
    id: '8.2.1',
    level: 1,
    asks: 'functions are for those who have the right',
    tests: [
      ...of(
        `${api}/root.test.ts`,
        '%s > has a permission of the matrix, or stands on a short list',
        '%s > asks the matrix: without any role it does not open',
      ),
      ...of(`${access}/oracle.test.ts`, 'every role, noun, act and place > is decided as the printed table says'),
    ],
  },
  {
    id: '8.2.2',
    level: 1,
    asks: 'records are for those who have the right',
    tests: [
      ...of(
        `${access}/walls.test.ts`,
        '%s > the ability alone, with row-level security off, finds exactly the permitted rows',
        '%s > row-level security alone, without a condition, shows exactly the same rows',
      ),
      ...of(`${web}/doors/doors.test.ts`, '%s, who %s > $path'),
      ...of(`${domain}/people/hostile.test.ts`, 'who is elsewhere and who is nowhere are answered alike, by every act'),
    ],
  },
  {
    id: '8.2.3',
    level: 2,
    asks: 'fields are for those who have the right',
    tests: [
      ...of(
        `${access}/ability.test.ts`,
        'fields > stay with the condition beside which they were granted',
        'fields > of a row are those of the rules that hold for this very row',
      ),
      ...of(
        `${domain}/people/exports/exports.test.ts`,
        'a limited role takes no sensitive fields along, and is told which',
      ),
    ],
  },
  {
    id: '8.3.1',
    level: 1,
    asks: 'the server decides',
    tests: [
      ...of(`${web}/doors/doors-by-policies.test.ts`, '%s, who %s > $path'),
      ...of(`${web}/doors/doors-by-abilities.test.ts`, '%s, who %s > $path'),
      ...of('packages/db/src/database.test.ts', 'has row-level security, forced, on every table'),
    ],
  },
  {
    id: '8.4.1',
    level: 2,
    asks: 'movements never touch each other',
    tests: [
      ...of(
        `${domain}/monitoring/monitoring.test.ts`,
        'movements never see each other > in lists, runs, events, counts, what is stuck, and acts',
      ),
      ...of(`${domain}/people/search.test.ts`, 'tells nothing of another movement'),
      ...of('packages/db/src/database.test.ts', 'keeps parallel contexts apart'),
    ],
  },
]
