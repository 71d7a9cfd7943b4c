import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readTable } from '../read-table.ts'
import { describeSamples, sampleBytes } from '../testing/samples.ts'
import { candidatesOf, vocabularyOf } from './heading-candidates.ts'
import { headingsFingerprint, headingWords } from './heading-words.ts'
import { sourceOf } from './known-products.ts'
import { matchColumns, rememberColumns } from './match-columns.ts'
import { peopleFields } from './people-fields.ts'
import { peopleHeadings } from './people-headings.ts'

const match = (headings: string[], samples: string[][] = [], remembered = {}) =>
  matchColumns(headings, samples, peopleFields, remembered)
const fieldsOf = (headings: string[], samples: string[][] = []) => match(headings, samples).map(({ field }) => field)
/** One column of samples per heading. */
const column = (...values: string[]): string[][] => values.map((value) => [value])

describe('words of a heading', () => {
  it.each([
    ['firstName', 'first name'],
    ['FIRST_NAME', 'first name'],
    ['  First-Name * ', 'first name'],
    ['FIRSTNAME', 'firstname'],
    ['BreezeID', 'breeze id'],
    ['address1', 'address 1'],
    ['E-Mail', 'e mail'],
    ['Straße', 'strasse'],
    ['Prénom', 'prenom'],
    ['HTMLPage', 'html page'],
  ])('%s', (heading, words) => expect(headingWords(heading).join(' ')).toBe(words))
})

describe('columns by their headings', () => {
  it.each<[string, string[], (string | null)[]]>([
    [
      'English',
      ['First Name', 'Surname', 'D.O.B.', 'E-mail', 'Cell', 'Post Code', 'Date Joined'],
      ['givenName', 'familyName', 'birthDate', 'emails', 'phones', 'postalCode', 'joinedOn'],
    ],
    [
      'German',
      [
        'Vorname',
        'Name',
        'Geb.datum',
        'E-Mail-Adresse',
        'Handy',
        'PLZ',
        'Ort',
        'Strasse',
        'Geschlecht',
        'Studiengang',
        'Mitglied seit',
      ],
      [
        'givenName',
        'familyName',
        'birthDate',
        'emails',
        'phones',
        'postalCode',
        'city',
        'street',
        'gender',
        'courseOfStudy',
        'joinedOn',
      ],
    ],
    [
      'French',
      [
        'Prénom',
        'Nom',
        'Date de naissance',
        'Courriel',
        'Téléphone portable',
        'Code postal',
        'Ville',
        'Pays',
        'Sexe',
        'Langues',
      ],
      [
        'givenName',
        'familyName',
        'birthDate',
        'emails',
        'phones',
        'postalCode',
        'city',
        'country',
        'gender',
        'languages',
      ],
    ],
    [
      'Spanish',
      [
        'Nombre',
        'Apellidos',
        'Fecha de nacimiento',
        'Correo electrónico',
        'Móvil',
        'Dirección',
        'Ciudad',
        'Universidad',
        'Carrera',
      ],
      ['givenName', 'familyName', 'birthDate', 'emails', 'phones', 'street', 'city', 'institution', 'courseOfStudy'],
    ],
    [
      'Portuguese',
      ['Nome', 'Sobrenome', 'Data de nascimento', 'E-mail', 'Celular', 'Endereço', 'Cidade', 'CEP', 'Ano de formatura'],
      [
        'givenName',
        'familyName',
        'birthDate',
        'emails',
        'phones',
        'street',
        'city',
        'postalCode',
        'expectedGraduation',
      ],
    ],
    [
      'Swahili',
      ['Jina la kwanza', 'Jina la ukoo', 'Tarehe ya kuzaliwa', 'Barua pepe', 'Simu', 'Jinsia', 'Anwani', 'Mji', 'Nchi'],
      ['givenName', 'familyName', 'birthDate', 'emails', 'phones', 'gender', 'street', 'city', 'country'],
    ],
    [
      'Google Contacts',
      [
        'Given Name',
        'Family Name',
        'Birthday',
        'Notes',
        'E-mail 1 - Label',
        'E-mail 1 - Value',
        'E-mail 2 - Value',
        'Phone 1 - Value',
        'Address 1 - Street',
        'Address 1 - Postal Code',
      ],
      ['givenName', 'familyName', 'birthDate', null, null, 'emails', 'emails', 'phones', 'street', 'postalCode'],
    ],
    [
      'a form',
      ['Timestamp', 'Your full name *', 'Email address (required)', 'Date of birth (DD/MM/YYYY)', 'Mobile No.'],
      [null, 'name', 'emails', 'birthDate', 'phones'],
    ],
  ])('%s', (_, headings, fields) => expect(fieldsOf(headings)).toEqual(fields))

  it('tells a whole name from its parts by the neighbours', () => {
    expect(fieldsOf(['Name', 'Email'])).toEqual(['name', 'emails'])
    expect(fieldsOf(['Name', 'Surname'])).toEqual(['givenName', 'familyName'])
    expect(fieldsOf(['Vorname', 'Name'])).toEqual(['givenName', 'familyName'])
    expect(fieldsOf(['Name', 'First name', 'Last name'])).toEqual(['name', 'givenName', 'familyName'])
    expect(fieldsOf(['Nombre'])).toEqual(['name'])
  })

  it.each([
    ['Father’s name', 'other-person'],
    ['Spouse Email', 'other-person'],
    ['Parent Phone Number', 'other-person'],
    ['Household Name', 'household'],
    ['Medical Notes', 'sensitive'],
    ['Passport No', 'sensitive'],
    ['OPTIN_IP', 'technical'],
    ['Last Gift Amount', 'money'],
    ['Comments', 'notes'],
    ['Work Address City', 'other-address'],
    ['Marital Status', 'not-kept'],
    ['Favourite colour', 'unknown'],
  ])('does not take %s', (heading, why) => {
    expect(match([heading])[0]).toMatchObject({ field: null, why: { code: `imports.read.why-${why}` } })
  })

  it('finds every heading of its own list for certain, whatever its case and accents', () => {
    const vocabulary = vocabularyOf(peopleFields)
    const all = Object.values(peopleHeadings).flat()
    for (const [field, aliases] of Object.entries(peopleHeadings)) {
      for (const alias of aliases.filter((name) => all.indexOf(name) === all.lastIndexOf(name))) {
        for (const heading of [alias, alias.toUpperCase(), ` ${alias.replaceAll(' ', '_')} `]) {
          const best = candidatesOf(heading, [], vocabulary).candidates.toSorted((a, b) => b.score - a.score)[0]
          expect([heading, best?.field.key, best?.confidence]).toEqual([heading, field, 'certain'])
        }
      }
    }
  })
})

describe('columns by their values', () => {
  it('a lone Status is what its values say', () => {
    expect(match(['Status'], column('Member', 'Visitor', ''))[0]).toMatchObject({
      field: 'state',
      confidence: 'likely',
    })
    expect(match(['Status'], column('Active', 'Inactive', 'Active'))[0]).toMatchObject({
      field: 'active',
      confidence: 'likely',
    })
    expect(match(['Status'], column('Active', 'Inactive', 'Visitor'))[0]).toMatchObject({ field: 'state' })
    expect(match(['Status'])[0]).toMatchObject({ field: 'state', confidence: 'guess' })
    expect(match(['Status'], column('Single', 'Married', 'Widowed', 'Married'))[0]).toMatchObject({ field: null })
  })

  it('Status beside Membership is only whether somebody is active', () => {
    const samples = [
      ['active', 'Member'],
      ['inactive', 'Visitor'],
    ]
    expect(fieldsOf(['Status', 'Membership'], samples)).toEqual(['active', 'state'])
    expect(fieldsOf(['Status', 'Membership'])).toEqual(['active', 'state'])
  })

  it('State is a province unless it holds states of membership', () => {
    expect(fieldsOf(['State'])).toEqual(['province'])
    expect(fieldsOf(['State'], column('IL', 'Texas', 'NY'))).toEqual(['province'])
    expect(fieldsOf(['State'], column('Member', 'Alumni', 'Visitor'))).toEqual(['state'])
  })

  it('finds e-mails and phones under any heading', () => {
    expect(match(['Foo'], column('a@x.org', 'b@x.org'))[0]).toMatchObject({ field: 'emails', confidence: 'guess' })
    expect(match(['Bar'], column('+254 712 345 678', '0712-345-678'))[0]).toMatchObject({ field: 'phones' })
    expect(fieldsOf(['Baz'], column('17.05.2004', '2004-05-17'))).toEqual([null])
    expect(fieldsOf(['Fax'], column('+254 712 345 678'))).toEqual([null])
  })

  it.each(['soc_sec_id', 'Soc. Sec. No', 'SocialSecurity', 'Tax ID', 'tax number'])(
    '%s is no phone, however its values look',
    (heading) =>
      expect(match([heading], [['0712345678'], ['0733345678'], ['0721345678']])[0]).toMatchObject({
        field: null,
        why: { code: 'imports.read.why-sensitive' },
      }),
  )

  it('says where values speak against a heading', () => {
    expect(match(['Email'], column('yes', 'no', 'yes'))[0]).toMatchObject({
      field: 'emails',
      confidence: 'guess',
      why: { code: 'imports.read.why-heading-but-values-differ' },
    })
  })

  it('takes Home and Work for phones only where something speaks for it', () => {
    expect(match(['Mobile', 'Home', 'Work']).map(({ field, confidence }) => [field, confidence])).toEqual([
      ['phones', 'certain'],
      ['phones', 'likely'],
      ['phones', 'likely'],
    ])
    expect(fieldsOf(['Work'], column('Nurse', 'Teacher', 'Baker'))).toEqual([null])
  })

  it('never makes more than a guess of "do not mail"', () => {
    expect(match(['Do Not Mail'], column('0', '1', '0'))[0]).toMatchObject({
      field: 'doNotContact',
      confidence: 'guess',
    })
  })
})

describe('order, memory and names of sources', () => {
  it('orders mobile before home before work', () => {
    const phones = match(['Work Phone', 'Home Phone', 'Mobile Phone', 'Other Phone', 'Phone'])
    expect(phones.map(({ order, label }) => [order, label])).toEqual([
      [3, 'work'],
      [2, 'home'],
      [0, 'mobile'],
      [4, 'other'],
      [1, undefined],
    ])
  })

  it('uses a single field once', () => {
    expect(match(['First Name', 'Given Name'])[1]).toMatchObject({
      field: null,
      why: { code: 'imports.read.why-other-column-used', values: { other: 'First Name' } },
    })
  })

  it('does again what a person chose last time', () => {
    const before = match(['Status', 'Foo', 'Email']).map((found) =>
      found.heading === 'Foo'
        ? { ...found, field: 'node' }
        : found.heading === 'Email'
          ? { ...found, field: null }
          : found,
    )
    const again = match(['EMAIL', 'status', 'Foo'], [], rememberColumns(before))
    expect(again.map(({ field, why }) => [field, why.code])).toEqual([
      [null, 'imports.read.why-remembered'],
      ['state', 'imports.read.why-remembered'],
      ['node', 'imports.read.why-remembered'],
    ])
    expect(match(['Foo'], [], { foo: 'a field that is gone' })[0]!.field).toBeNull()
  })

  it('knows a set of headings again in any order', () => {
    expect(headingsFingerprint(['First Name', 'E-Mail'])).toBe(headingsFingerprint(['EMAIL', 'firstName']))
    expect(headingsFingerprint(['a', 'bc'])).not.toBe(headingsFingerprint(['ab', 'c']))
  })

  it('never uses a single field twice and never throws, whatever the headings', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constantFrom(...Object.values(peopleHeadings).flat(), 'Status', 'Home')), {
          maxLength: 30,
        }),
        fc.array(fc.array(fc.string(), { maxLength: 30 }), { maxLength: 5 }),
        (headings, samples) => {
          const found = match(headings, samples)
          expect(found.map(({ heading }) => heading)).toEqual(headings)
          const single = found
            .map(({ field }) => field)
            .filter((key) => key && !peopleFields.find((f) => f.key === key)!.multiple)
          expect(new Set(single).size).toBe(single.length)
        },
      ),
      { numRuns: 100 },
    )
  })
})

describeSamples('headings of real products', () => {
  const products = () => JSON.parse(sampleBytes('1-people-import/headings.json').toString()) as Record<string, string[]>
  /** Only what is taken: heading → field. */
  const taken = (headings: string[], samples: string[][] = []) =>
    Object.fromEntries(match(headings, samples).flatMap(({ heading, field }) => (field ? [[heading, field]] : [])))
  const fromFile = async (name: string) => {
    const table = await readTable([sampleBytes(`1-people-import/${name}`)])
    const rows = await Array.fromAsync(table.rows)
    return {
      source: sourceOf(table.headings)?.name,
      taken: taken(
        table.headings,
        rows.map(({ cells }) => cells),
      ),
    }
  }

  it('Planning Center', () => {
    const headings = products()['Planning Center / people']!
    expect(sourceOf(headings)).toEqual({ key: 'planning-center', name: 'Planning Center', holds: 'people' })
    expect(taken(headings)).toEqual({
      'Person ID': 'externalId',
      'Name Prefix': 'prefix',
      'First Name': 'givenName',
      Nickname: 'preferredName',
      'Middle Name': 'middleName',
      'Last Name': 'familyName',
      'Name Suffix': 'suffix',
      Birthdate: 'birthDate',
      Gender: 'gender',
      School: 'institution',
      Status: 'active',
      Membership: 'state',
      'Home Address Street Line 1': 'street',
      'Home Address Street Line 2': 'street2',
      'Home Address City': 'city',
      'Home Address State': 'province',
      'Home Address Zip Code': 'postalCode',
      'Mobile Phone Number': 'phones',
      'Home Phone Number': 'phones',
      'Work Phone Number': 'phones',
      'Other Phone Number': 'phones',
      'Home Email': 'emails',
      'Work Email': 'emails',
      'Other Email': 'emails',
    })
  })

  it('Breeze', () => {
    const headings = products()['Breeze / people']!
    expect(sourceOf(headings)?.name).toBe('Breeze')
    expect(taken(headings)).toEqual({
      'Breeze ID': 'externalId',
      'First Name': 'givenName',
      'Last Name': 'familyName',
      'Middle Name': 'middleName',
      Nickname: 'preferredName',
      Gender: 'gender',
      Status: 'state',
      Birthdate: 'birthDate',
      School: 'institution',
      'Graduation Year': 'expectedGraduation',
      Mobile: 'phones',
      Home: 'phones',
      Work: 'phones',
      Campus: 'node',
      Email: 'emails',
      'Street Address': 'street',
      City: 'city',
      State: 'province',
      Zip: 'postalCode',
    })
    expect(Object.keys(taken(products()['Breeze / donations']!))).toEqual(['Person ID', 'First Name', 'Last Name'])
  })

  it('ChurchCRM', async () => {
    const headings = products()['ChurchCRM / ChurchInfo CSV import']!
    expect(sourceOf(headings)?.name).toBe('ChurchCRM')
    const found = taken(headings)
    expect(found).toMatchObject({
      Title: 'prefix',
      State: 'province',
      'Work/Other Email': 'emails',
      'Membership Date': 'joinedOn',
    })
    expect(headings.filter((heading) => !(heading in found))).toEqual(['Donation Envelope', 'Wedding Date'])
    expect(await fromFile('churchcrm/test_classification_import.csv')).toEqual({
      source: 'ChurchCRM',
      taken: { FirstName: 'givenName', LastName: 'familyName', Gender: 'gender', Classification: 'state' },
    })
  })

  it('ChurchApps', async () => {
    const { source, taken: found } = await fromFile('churchapps/b1transfer_people.csv')
    expect(source).toBe('ChurchApps')
    expect(found).toMatchObject({
      importKey: 'externalId',
      displayName: 'name',
      lastName: 'familyName',
      firstName: 'givenName',
      nickName: 'preferredName',
      membershipStatus: 'state',
      homePhone: 'phones',
      address1: 'street',
      address2: 'street2',
      state: 'province',
      zip: 'postalCode',
    })
    expect(Object.keys(found)).toHaveLength(20)
  })

  it.each<[string, Record<string, string>]>([
    [
      'hitobito/two_rows.csv',
      { Vorname: 'givenName', Nachname: 'familyName', Geburtsdatum: 'birthDate', Ort: 'city', Email: 'emails' },
    ],
    [
      'civicrm-contact/column_names_casing.csv',
      { FIRSTNAME: 'givenName', LASTNAME: 'familyName', ID: 'externalId', 'Do Not Mail': 'doNotContact' },
    ],
    [
      'civicrm-contact/individual_dates_type4.csv',
      { first_name: 'givenName', 'Last Name': 'familyName', 'Birth Date': 'birthDate', 'Street Address': 'street' },
    ],
    [
      'civicrm-contact/individual_valid_basic.csv',
      { 'Player First Name': 'givenName', Email: 'emails', 'Another email': 'emails' },
    ],
    ['civicrm-contact/individual_with_note.csv', { 'First Name': 'givenName', 'Last Name': 'familyName' }],
    [
      'mail-tools/mailchimp_header_2015.csv',
      { 'Email Address': 'emails', 'First Name': 'givenName', 'Last Name': 'familyName' },
    ],
    ['disciple-tools/example_groups.csv', {}],
    [
      'jethro/example_list_of_people.xlsx',
      {
        Name: 'name',
        Gender: 'gender',
        Status: 'state',
        Email: 'emails',
        Mobile: 'phones',
        Phone: 'phones',
        Work: 'phones',
        Address: 'street',
        Id: 'externalId',
      },
    ],
    [
      'rock-bulldozer/groupmember.csv',
      { PersonId: 'externalId', GroupMemberStatus: 'active', DateTimeAdded: 'joinedOn' },
    ],
  ])('%s', async (name, fields) => expect((await fromFile(name)).taken).toEqual(fields))
})
