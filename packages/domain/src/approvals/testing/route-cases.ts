/** Cases by hand, in one small movement: what each must come to, in words. Source: APR-2 to APR-5. */
import type { NodeKind, Role } from '@ministry/access'
import type { AskedStep } from './route-oracle.ts'
import type { OracleCase } from './route-tables.ts'

/** The movement of the cases below: one person on every seat, three on the Board, named after their seats. */
const chains: Record<string, { id: string; kind: NodeKind }[]> = {}
const places: [id: string, kind: NodeKind, parent: string | null][] = [
  ['N', 'National', null],
  ['B', 'Board', 'N'],
  ['R', 'Region', 'N'],
  ['C', 'Campus', 'R'],
  ['G', 'SmallGroup', 'C'],
  ['GN', 'GraduateNetwork', 'R'],
  ['GG', 'GraduateGroup', 'GN'],
]
for (const [id, kind, parent] of places) chains[id] = [...(parent ? chains[parent]! : []), { id, kind }]

const seats: Record<string, [role: Role, nodeId: string, people: string]> = {
  nd: ['national-director', 'N', 'nina'],
  fd: ['finance-director', 'N', 'finn'],
  board: ['board-member', 'B', 'bea ben bob'],
  rd: ['regional-director', 'R', 'rita'],
  ac: ['alumni-coordinator', 'R', 'alma'],
  cam: ['campus-leader', 'C', 'carl'],
  cell: ['cell-leader', 'G', 'cleo'],
  ggl: ['graduate-group-leader', 'GG', 'greg'],
  cadm: ['campus-administrator', 'C', 'adam'],
}
interface Told {
  kind?: OracleCase['kind']
  at?: string
  by?: string
  about?: string
  amount?: number | null
  decimals?: number
  role?: string
  boards?: string[]
  /** Who sits there instead, by the short names above or `role@node`. */
  sits?: Record<string, string>
}
const words = (text: string): string[] => text.split(' ').filter(Boolean)
function caseOf({
  kind = 'expense',
  at = 'G',
  by = 'olaf',
  about = '',
  amount = 50_00,
  decimals = 2,
  role,
  boards = ['B'],
  sits = {},
}: Told): OracleCase {
  const held = Object.entries(seats).map(
    ([short, [seat, nodeId, people]]) => [seat, nodeId, sits[short] ?? people] as const,
  )
  const more = Object.entries(sits)
    .filter(([name]) => name.includes('@'))
    .map(([name, people]) => [name.split('@')[0] as Role, name.split('@')[1]!, people] as const)
  return {
    kind,
    chain: chains[at]!,
    boardIds: boards,
    holders: [...held, ...more].flatMap(([seat, nodeId, people]) =>
      words(people).map((personId) => ({ personId, role: seat, nodeId })),
    ),
    requesterId: by,
    concernedIds: words(about),
    amount: kind === 'expense' ? amount : null,
    decimals,
    role: role ?? null,
  }
}
/** `endorse cell-leader@G cleo, then decide …`; seats of one step with a plus; the quorum where it isn't 1. */
export function told(steps: AskedStep[] | 'no-rule'): string {
  if (steps === 'no-rule') return steps
  return steps
    .map(({ act, seats: on }) => {
      const each = on.map(({ seat, nodeId, quorum, people }) =>
        [`${seat}@${nodeId ?? '-'}`, ...(quorum === 1 ? [] : [`${quorum} of`]), ...people].join(' '),
      )
      return `${act} ${each.join(' + ')}`
    })
    .join(', then ')
}

const board = 'board-member@B 2 of bea ben bob'
const low = 'endorse cell-leader@G cleo, then decide campus-leader@C carl'
const middle = 'endorse campus-leader@C carl, then decide regional-director@R rita'
const high = 'endorse regional-director@R rita, then decide national-director@N nina'
const highest = 'decide national-director@N nina, then decide finance-director@N finn'
const large = 5000_01
const event = (at: string, rest: Told = {}): Told => ({ kind: 'event', at, ...rest })
const assign = (role: string, at: string, rest: Told = {}): Told => ({ kind: 'role-assignment', role, at, ...rest })

type Cases = [name: string, asked: Told, plan: string][]
const bands: Cases = [
  ['0.01', { amount: 1 }, low],
  ['100.00', { amount: 100_00 }, low],
  ['100.01', { amount: 100_01 }, middle],
  ['100.50', { amount: 100_50 }, middle],
  ['101', { amount: 101_00 }, middle],
  ['1000', { amount: 1000_00 }, middle],
  ['1000.01', { amount: 1000_01 }, high],
  ['1000.50', { amount: 1000_50 }, high],
  ['5000.00', { amount: 5000_00 }, high],
  ['5000.01', { amount: large }, highest],
  ['JPY 100', { amount: 100, decimals: 0 }, low],
  ['JPY 101', { amount: 101, decimals: 0 }, middle],
  ['JPY 5000', { amount: 5000, decimals: 0 }, high],
  ['JPY 5001', { amount: 5001, decimals: 0 }, highest],
  ['KWD 100.000', { amount: 100_000, decimals: 3 }, low],
  ['KWD 100.001', { amount: 100_001, decimals: 3 }, middle],
  ['KWD 1000.001', { amount: 1000_001, decimals: 3 }, high],
  ['KWD 5000.001', { amount: 5000_001, decimals: 3 }, highest],
  ['no amount', { amount: null }, 'no-rule'],
]
const placing: Cases = [
  [
    'graduate group, small amount: the counterparts',
    { at: 'GG' },
    'endorse graduate-group-leader@GG greg, then decide alumni-coordinator@R alma',
  ],
  [
    'graduate group, middle amount',
    { at: 'GG', amount: 500_00 },
    'endorse alumni-coordinator@R alma, then decide regional-director@R rita',
  ],
  ['graduate network: its leader and coordinator are one seat', { at: 'GN' }, 'decide alumni-coordinator@R alma'],
  ['campus: the cell leader has no place there', { at: 'C' }, 'decide campus-leader@C carl'],
  ['region: neither has a place', { at: 'R' }, 'decide regional-director@R rita'],
  ['national: none has a place', { at: 'N' }, 'decide national-director@N nina'],
  ['the Board’s own expense', { at: 'B', amount: 500_00 }, 'decide national-director@N nina'],
  ['national, over 5000', { at: 'N', amount: large }, highest],
  [
    'the first Board by id, however they are listed',
    { ...assign('board-member', 'B'), boards: ['Z', 'B'], sits: { 'board-member@Z': 'zoe' } },
    `decide ${board}`,
  ],
  [
    'members of another Board count for nothing',
    { ...assign('board-member', 'B'), boards: ['A', 'B'] },
    'decide board-member@A 2 of',
  ],
  ['no Board at all', { ...assign('national-director', 'N'), boards: [] }, 'decide board-member@- 2 of'],
]
const levels: Cases = [
  ['cell leader: the endorsement is theirs', { by: 'cleo' }, 'decide campus-leader@C carl'],
  ['campus leader, small amount: raised', { by: 'carl' }, 'decide regional-director@R rita'],
  ['regional director, small amount: raised', { by: 'rita' }, 'decide national-director@N nina'],
  ['National Director, small amount: the Finance Director', { by: 'nina' }, 'decide finance-director@N finn'],
  ['Finance Director, small amount: the National Director', { by: 'finn' }, 'decide national-director@N nina'],
  [
    'Board member, small amount: the National Director',
    { by: 'bea' },
    'endorse cell-leader@G cleo, then decide national-director@N nina',
  ],
  ['campus administrator: as a member', { by: 'adam' }, low],
  [
    'cell leader of another group',
    { by: 'xena', sits: { 'cell-leader@G2': 'xena' } },
    'endorse cell-leader@G cleo, then decide campus-leader@C carl',
  ],
  [
    'campus leader elsewhere: raised all the same',
    { by: 'xena', sits: { 'campus-leader@C2': 'xena' } },
    'endorse cell-leader@G cleo, then decide regional-director@R rita',
  ],
  ['alumni coordinator in the campus branch: level 2', { by: 'alma' }, 'decide regional-director@R rita'],
  ['the highest of several roles counts', { by: 'cleo', sits: { rd: 'cleo' } }, 'decide national-director@N nina'],
  [
    'campus leader, middle amount: endorsement skipped',
    { by: 'carl', amount: 500_00 },
    'decide regional-director@R rita',
  ],
  ['cell leader, middle amount: the campus leader endorses', { by: 'cleo', amount: 500_00 }, middle],
  ['regional director, 3000', { by: 'rita', amount: 3000_00 }, 'decide national-director@N nina'],
  ['campus leader, 3000: the regional director endorses', { by: 'carl', amount: 3000_00 }, high],
  ['regional director, over 5000: both decide', { by: 'rita', amount: large }, highest],
  ['graduate group leader, small amount', { by: 'greg', at: 'GG' }, 'decide alumni-coordinator@R alma'],
  ['alumni coordinator, graduate group', { by: 'alma', at: 'GG' }, 'decide regional-director@R rita'],
  [
    'a co-director of the National Director may decide',
    { by: 'nina', sits: { nd: 'nina nora' } },
    'decide national-director@N nora',
  ],
  [
    'a co-director of a region may not: same level',
    { by: 'rita', amount: 500_00, sits: { rd: 'rita rolf' } },
    'decide national-director@N nina',
  ],
]
const climbing: Cases = [
  ['no cell leader: the campus leader decides anyhow', { sits: { cell: '' } }, 'decide campus-leader@C carl'],
  [
    'no campus leader: the regional director',
    { sits: { cam: '' } },
    'endorse cell-leader@G cleo, then decide regional-director@R rita',
  ],
  [
    'no campus leader, no regional director',
    { sits: { cam: '', rd: '' } },
    'endorse cell-leader@G cleo, then decide national-director@N nina',
  ],
  [
    'only the Finance Director is left',
    { sits: { cam: '', rd: '', nd: '' } },
    'endorse cell-leader@G cleo, then decide finance-director@N finn',
  ],
  [
    'only the Board is left',
    { sits: { cam: '', rd: '', nd: '', fd: '' } },
    `endorse cell-leader@G cleo, then decide ${board}`,
  ],
  ['nobody is left', { sits: { cell: '', cam: '', rd: '', nd: '', fd: '', board: '' } }, 'decide board-member@B 2 of'],
  ['National Director, no Finance Director: the Board', { by: 'nina', sits: { fd: '' } }, `decide ${board}`],
  ['Finance Director, no National Director: the Board', { by: 'finn', sits: { nd: '' } }, `decide ${board}`],
  [
    'the campus leader is concerned',
    { about: 'carl' },
    'endorse cell-leader@G cleo, then decide regional-director@R rita',
  ],
  ['the cell leader is concerned', { about: 'cleo' }, 'decide campus-leader@C carl'],
  [
    'one of two campus leaders is concerned',
    { about: 'carl', sits: { cam: 'carl cora' } },
    'endorse cell-leader@G cleo, then decide campus-leader@C cora',
  ],
  [
    'all above are concerned but one Board member',
    { about: 'carl rita nina finn bea ben' },
    'endorse cell-leader@G cleo, then decide board-member@B 2 of bob',
  ],
  [
    'empty endorser climbs to one who endorses',
    { amount: 3000_00, sits: { rd: '' } },
    'decide national-director@N nina',
  ],
  [
    'graduate branch climbs by its own seats',
    { at: 'GG', sits: { ggl: '', ac: '' } },
    'decide regional-director@R rita',
  ],
]
const national: Cases = [
  [
    'National Director, over 5000: the Board takes the first',
    { by: 'nina', amount: large },
    `decide ${board}, then decide finance-director@N finn`,
  ],
  [
    'Finance Director, over 5000: the Board takes the second',
    { by: 'finn', amount: large },
    `decide national-director@N nina, then decide ${board}`,
  ],
  [
    'the payee is the Finance Director',
    { about: 'finn', amount: large },
    `decide national-director@N nina, then decide ${board}`,
  ],
  [
    'the payee is one of two Finance Directors',
    { about: 'finn', amount: large, sits: { fd: 'finn fay' } },
    'decide national-director@N nina, then decide finance-director@N fay',
  ],
  [
    'one of two Finance Directors asks',
    { by: 'finn', amount: large, sits: { fd: 'finn fay' } },
    `decide national-director@N nina, then decide ${board}`,
  ],
  [
    'no Finance Director: the Board, since nobody signs twice',
    { amount: large, sits: { fd: '' } },
    `decide national-director@N nina, then decide ${board}`,
  ],
  [
    'no National Director: the Finance Director, then the Board',
    { amount: large, sits: { nd: '' } },
    `decide finance-director@N finn, then decide ${board}`,
  ],
  [
    'one person is both directors',
    { amount: large, sits: { fd: 'nina' } },
    `decide national-director@N nina, then decide ${board}`,
  ],
  [
    'one person is both, and there is another',
    { amount: large, sits: { fd: 'nina finn' } },
    'decide national-director@N nina, then decide finance-director@N finn nina',
  ],
  ['a Board member asks for over 5000', { by: 'bea', amount: large }, highest],
  ['a national event: both at once', event('N'), 'decide national-director@N nina + finance-director@N finn'],
  [
    'a national event that the National Director asks for',
    event('N', { by: 'nina' }),
    `decide ${board} + finance-director@N finn`,
  ],
  [
    'a national event that the Finance Director asks for',
    event('N', { by: 'finn' }),
    `decide national-director@N nina + ${board}`,
  ],
  [
    'a national event, one person on both seats',
    event('N', { sits: { fd: 'nina' } }),
    `decide national-director@N nina + ${board}`,
  ],
  [
    'whoever asks holds both: the Board says one word for both',
    event('N', { by: 'nina', sits: { fd: 'nina' } }),
    `decide ${board}`,
  ],
  [
    'National Director over 5000, no Finance Director: one word of the Board',
    { by: 'nina', amount: large, sits: { fd: '' } },
    `decide ${board}`,
  ],
  [
    'Finance Director over 5000, no National Director: one word of the Board',
    { by: 'finn', amount: large, sits: { nd: '' } },
    `decide ${board}`,
  ],
]
const twice: Cases = [
  ['one person leads cell and campus', { sits: { cell: 'carl' } }, 'decide campus-leader@C carl'],
  [
    'one of two cell leaders leads the campus too',
    { sits: { cell: 'carl cleo' } },
    'endorse cell-leader@G carl cleo, then decide campus-leader@C carl',
  ],
  ['one person leads campus and region', { amount: 500_00, sits: { rd: 'carl' } }, 'decide regional-director@R carl'],
  ['the endorser climbs to who decides', { amount: 500_00, sits: { cam: '' } }, 'decide regional-director@R rita'],
  [
    'endorser and decider both climb to one',
    { amount: 500_00, sits: { cam: '', rd: '' } },
    'decide national-director@N nina',
  ],
  [
    'the endorser is the only one left on the Board',
    { sits: { cam: '', rd: '', nd: '', fd: '', board: 'cleo' } },
    'decide board-member@B 2 of cleo',
  ],
]
const kinds: Cases = [
  ['cell-leader', assign('cell-leader', 'G'), 'decide campus-leader@C carl'],
  ['graduate-group-leader', assign('graduate-group-leader', 'GG'), 'decide alumni-coordinator@R alma'],
  ['campus-leader', assign('campus-leader', 'C'), 'decide regional-director@R rita'],
  ['alumni-coordinator', assign('alumni-coordinator', 'R'), 'decide regional-director@R rita'],
  ['regional-director', assign('regional-director', 'R'), 'decide national-director@N nina'],
  ['finance-director', assign('finance-director', 'N'), 'decide national-director@N nina'],
  ['national-administrator', assign('national-administrator', 'N'), 'decide national-director@N nina'],
  ['training-coordinator', assign('training-coordinator', 'N'), 'decide national-director@N nina'],
  [
    'campus-administrator: lead of the node above',
    assign('campus-administrator', 'C'),
    'decide regional-director@R rita',
  ],
  [
    'regional-administrator: lead of the node above',
    assign('regional-administrator', 'R'),
    'decide national-director@N nina',
  ],
  [
    'small-group-coordinator: lead of their node',
    assign('small-group-coordinator', 'C'),
    'decide campus-leader@C carl',
  ],
  ['small-group-admin: lead of their node', assign('small-group-admin', 'G'), 'decide cell-leader@G cleo'],
  [
    'small-group-admin, asked for by the cell leader',
    assign('small-group-admin', 'G', { by: 'cleo' }),
    'decide campus-leader@C carl',
  ],
  ['national-director: the Board', assign('national-director', 'N'), `decide ${board}`],
  [
    'national-director, a Board member stands: abstains',
    assign('national-director', 'N', { about: 'ben' }),
    'decide board-member@B 2 of bea bob',
  ],
  [
    'national-director, two of three Board members excluded',
    assign('national-director', 'N', { by: 'bea', about: 'ben' }),
    'decide board-member@B 2 of bob',
  ],
  ['board-member: the Board', assign('board-member', 'B'), `decide ${board}`],
  ['board-member, the National Director asks', assign('board-member', 'B', { by: 'nina' }), `decide ${board}`],
  [
    'campus-leader, the Regional Director asks',
    assign('campus-leader', 'C', { by: 'rita' }),
    'decide national-director@N nina',
  ],
  [
    'campus-leader, the Regional Director is the candidate',
    assign('campus-leader', 'C', { about: 'rita' }),
    'decide national-director@N nina',
  ],
  ['a member’s role', assign('small-group-member', 'G'), 'no-rule'],
  ['the lead above the National node: the Board', assign('campus-administrator', 'N'), `decide ${board}`],
  [
    'the lead above a graduate group stands below who appoints: the Regional Director',
    assign('campus-administrator', 'GG'),
    'decide regional-director@R rita',
  ],
  ['event of a small group', event('G'), 'decide campus-leader@C carl'],
  ['event of a campus', event('C'), 'decide regional-director@R rita'],
  ['event of a region', event('R'), 'decide national-director@N nina'],
  ['event of a graduate group', event('GG'), 'decide alumni-coordinator@R alma'],
  ['event of a graduate network', event('GN'), 'decide regional-director@R rita'],
  ['event of the Board', event('B'), 'no-rule'],
  ['event of a small group, the campus leader asks', event('G', { by: 'carl' }), 'decide regional-director@R rita'],
]

const groups = { bands, placing, levels, climbing, national, twice, kinds }
/** Every line of the reading of APR-2 to APR-5 by an example: its name, the case, and the plan as `told` tells it. */
export const handCases: [name: string, one: OracleCase, plan: string][] = Object.entries(groups).flatMap(
  ([group, cases]) =>
    cases.map(([name, asked, plan]): [string, OracleCase, string] => [`${group}: ${name}`, caseOf(asked), plan]),
)
