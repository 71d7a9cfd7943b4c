/** The people of the demo who are called by name in tests and tours; the crowd stands around them. Source: PPL-1, PPL-2. */
import { fixedId } from './fixed-id.ts'
import { addressPart } from './names.ts'
import { nodes, type StoryNode } from './story-nodes.ts'
import { membershipsFrom, type StoryMembership, type StoryPerson } from './story-shapes.ts'

const join = membershipsFrom(1)

const person = (
  count: number,
  name: string,
  memberships: StoryMembership[],
  about: Partial<StoryPerson> = {},
): StoryPerson => {
  const emails = [`${addressPart(name) || `person.${count}`}@example.org`]
  return { id: fixedId('person', count), name, memberships, emails, ...about }
}
const staff = (count: number, name: string, at: StoryNode, since: string, about: Partial<StoryPerson> = {}) =>
  person(count, name, [join(at, since, [['member', since]])], about)

/** Everybody whom a test or a tour calls by name. */
export const people = {
  // One for each role.
  grace: staff(1, 'Grace Wanjiru Kamau', nodes.lighthouse, '2023-11-20', {
    gender: 'female',
    phones: ['+254710000001'],
  }),
  samuel: staff(2, 'Samuel Otieno Ochieng', nodes.lighthouse, '2023-11-20', {
    gender: 'male',
    phones: ['+254710000002'],
  }),
  peter: staff(3, 'Peter Ng’ang’a Mwangi', nodes.lighthouse, '2024-01-08', { gender: 'male' }),
  amina: staff(4, 'Amina Hassan Abdi', nodes.lighthouse, '2024-02-01', { gender: 'female' }),
  daniel: staff(5, 'Daniel Kipchumba Rotich', nodes.highlands, '2023-11-27', {
    gender: 'male',
    phones: ['+254710000005'],
  }),
  esther: staff(6, 'Esther Nyambura Njoroge', nodes.highlands, '2024-01-15', { gender: 'female' }),
  joseph: staff(7, 'Joseph Mutua Musyoka', nodes.highlands, '2024-03-04', { gender: 'male' }),
  ruth: staff(8, 'Ruth Chebet Koech', nodes.kilima, '2023-12-04', { gender: 'female', phones: ['+254710000008'] }),
  tomas: staff(9, 'Tomás Hernández Núñez', nodes.kilima, '2024-09-02', {
    gender: 'male',
    preferredName: 'Tomás',
    languages: ['es', 'en'],
  }),
  faith: staff(10, 'Faith Atieno Owuor', nodes.kilima, '2024-01-22', { gender: 'female', phones: ['+254710000010'] }),
  kwame: person(
    11,
    'Kwame Boateng',
    [
      join(nodes.mustardSeed, '2024-01-22', [
        ['visitor', '2024-01-22'],
        ['member', '2024-03-04'],
      ]),
    ],
    {
      gender: 'male',
      listedInGroup: true,
      phones: ['+254710000011'],
      institution: 'Kilima University',
      courseOfStudy: 'Civil Engineering',
      expectedGraduation: '2027-11',
      expectedGraduationSource: 'person',
    },
  ),
  haeun: person(12, 'Kim Ha-eun', [join(nodes.mustardSeed, '2024-09-16', [['member', '2024-09-16']])], {
    gender: 'female',
    preferredName: '하은',
    listedInGroup: true,
    languages: ['ko', 'en'],
    institution: 'Kilima University',
    expectedGraduation: '2028-06',
    expectedGraduationSource: 'person',
  }),
  minh: person(
    13,
    'Nguyễn Thị Minh Anh',
    [
      join(nodes.mustardSeed, '2025-09-15', [
        ['visitor', '2025-09-15'],
        ['member', '2025-10-20'],
      ]),
    ],
    {
      gender: 'female',
      preferredName: 'Minh Anh',
      listedInGroup: true,
      birthDate: '2006-05',
      languages: ['vi', 'en'],
      institution: 'Kilima University',
      courseOfStudy: 'Nursing',
      expectedGraduation: '2029',
      expectedGraduationSource: 'import',
    },
  ),
  chukwuemeka: person(
    14,
    'Chukwuemeka Okonkwo',
    [
      join(
        nodes.emmaus,
        '2023-11-27',
        [
          ['member', '2023-11-27'],
          ['pre_graduate', '2024-05-06'],
        ],
        { leftOn: '2024-12-15' },
      ),
      join(nodes.youngProfessionals, '2024-12-15', [['alumni', '2024-12-15']]),
    ],
    { gender: 'male', preferredName: 'Emeka', listedInGroup: true },
  ),
  zoe: person(15, 'Zoë Müller', [join(nodes.youngProfessionals, '2025-02-03', [['alumni', '2025-02-03']])], {
    gender: 'female',
    languages: ['de', 'en', 'sw'],
  }),
  wairimu: staff(16, 'Wairimu Gathoni', nodes.board, '2023-11-20', { gender: 'female' }),
  anneliese: person(17, 'Anneliese Brückner', [], {
    gender: 'female',
    country: 'DE',
    emails: ['anneliese.brueckner@example.org'],
  }),

  // The seats beside and across from them.
  david: staff(18, 'David Ssemakula', nodes.board, '2023-11-20', { gender: 'male' }),
  halima: staff(19, 'Halima Salim Mwinyi', nodes.coast, '2024-01-10', { gender: 'female' }),
  lucia: staff(20, 'Lucía Fernández Ibarra', nodes.mtoni, '2024-05-13', { gender: 'female' }),
  yusuf: staff(21, 'Yusuf Ali Bakari', nodes.bahari, '2024-01-22', { gender: 'male' }),
  ibrahim: person(22, 'Ibrahim Diallo', [join(nodes.anchor, '2023-12-04', [['member', '2023-12-04']])], {
    gender: 'male',
    languages: ['fr', 'en'],
    institution: 'Mtoni Polytechnic',
    expectedGraduation: '2026-10',
    expectedGraduationSource: 'person',
  }),
  naomi: person(
    23,
    'Naomi Wambui Kariuki',
    [
      join(
        nodes.kilima,
        '2023-11-20',
        [
          ['member', '2023-11-20'],
          ['pre_graduate', '2025-05-05'],
        ],
        { leftOn: '2025-12-15' },
      ),
      join(nodes.healthWorkers, '2025-12-15', [['alumni', '2025-12-15']]),
    ],
    { gender: 'female' },
  ),
  bjorn: staff(24, 'Bjørn Østby', nodes.savanna, '2026-09-07', { gender: 'male', languages: ['nb', 'en'] }),
  collins: staff(25, 'Collins Wafula Simiyu', nodes.kilima, '2024-02-05', { gender: 'male' }),

  // People with something to notice.
  xiaoming: person(
    26,
    '王小明',
    [
      join(nodes.emmaus, '2025-09-15', [
        ['visitor', '2025-09-15'],
        ['member', '2025-11-03'],
      ]),
    ],
    {
      gender: 'male',
      preferredName: 'Xiaoming',
      languages: ['zh', 'en'],
    },
  ),
  mariam: person(27, 'مريم الخوري', [join(nodes.harbour, '2025-09-15', [['member', '2025-09-15']])], {
    gender: 'female',
    preferredName: 'Mariam',
    languages: ['ar', 'en'],
  }),
  naledi: person(28, 'Naledi', [join(nodes.bereans, '2026-09-14', [['visitor', '2026-09-14']])], { gender: 'female' }),
  renee: person(
    29,
    'Renée Kabongo',
    [
      join(nodes.bereans, '2024-09-16', [['member', '2024-09-16']]),
      join(nodes.anchor, '2025-09-15', [['member', '2025-09-15']], { second: true }),
    ],
    { gender: 'female', languages: ['fr', 'sw'] },
  ),
  felix: person(
    30,
    'Felix Mugisha',
    [
      join(nodes.tide, '2024-02-05', [['member', '2024-02-05']]),
      join(nodes.kilima, '2026-01-19', [['visitor', '2026-01-19']], { second: true }),
    ],
    { gender: 'male' },
  ),
  priya: person(
    31,
    'Priya D’Souza',
    [
      join(
        nodes.emmaus,
        '2023-11-27',
        [
          ['member', '2023-11-27'],
          ['inactive', '2026-03-02'],
        ],
        { reason: 'On exchange in Pune' },
      ),
    ],
    { gender: 'female' },
  ),
  lukasz: person(
    32,
    'Łukasz Wójcik',
    [
      join(nodes.emmaus, '2024-01-22', [
        ['member', '2024-01-22'],
        ['pre_graduate', '2026-05-04'],
      ]),
    ],
    {
      gender: 'male',
      institution: 'Kilima University',
      courseOfStudy: 'Physics',
      expectedGraduation: '2026-12',
      expectedGraduationSource: 'person',
    },
  ),
  tabitha: person(33, 'Tabitha Moraa Nyong’o', [join(nodes.emmaus, '2025-01-20', [['member', '2025-01-20']])], {
    gender: 'female',
    doNotContact: { since: '2026-02-11', reason: 'Asked by phone not to be contacted' },
  }),
  elias: person(
    34,
    'Elias Bekele',
    [
      join(
        nodes.hilltop,
        '2024-01-22',
        [
          ['member', '2024-01-22'],
          ['inactive', '2024-12-02'],
          ['archived', '2025-12-01'],
        ],
        { reason: 'Moved to Addis Ababa' },
      ),
    ],
    { gender: 'male' },
  ),
  joy: person(
    35,
    'Joy Cherono Kibet',
    [
      join(
        nodes.bereans,
        '2023-12-04',
        [
          ['member', '2023-12-04'],
          ['inactive', '2024-08-05'],
          ['member', '2025-02-03'],
        ],
        { reason: 'Came back after her attachment' },
      ),
    ],
    { gender: 'female' },
  ),
  dennis: person(
    36,
    'Dennis Barasa',
    [
      join(nodes.thursdayLunch, '2024-01-22', [['member', '2024-01-22']], { leftOn: '2025-06-30' }),
      join(nodes.hilltop, '2025-06-30', [['member', '2025-06-30']]),
    ],
    { gender: 'male', expectedGraduation: '2026-10', expectedGraduationSource: 'institution' },
  ),

  // The other movement.
  akua: staff(901, 'Akua Mensah', nodes.harvest, '2023-11-20', { gender: 'female' }),
  yaw: staff(902, 'Yaw Owusu', nodes.harvestCampus, '2024-01-15', { gender: 'male' }),
  abena: person(903, 'Abena Asante', [join(nodes.harvestGroup, '2024-09-16', [['member', '2024-09-16']])], {
    gender: 'female',
    listedInGroup: true,
  }),
  kofi: person(904, 'Kofi Agyeman', [join(nodes.harvestGroup, '2025-09-15', [['visitor', '2025-09-15']])], {
    gender: 'male',
  }),
  ama: person(
    905,
    'Ama Quaye',
    [
      join(nodes.harvestGroup, '2024-01-22', [
        ['member', '2024-01-22'],
        ['pre_graduate', '2026-05-04'],
      ]),
    ],
    { gender: 'female' },
  ),
} satisfies Record<string, StoryPerson>
export type PersonName = keyof typeof people
