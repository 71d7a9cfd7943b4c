/** Every sample file through reading, matching and the dry run, to the end that is right for it. Source: IMP-1, IMP-2, IMP-3. */
import { readdirSync } from 'node:fs'
import { story } from '@ministry/seed'
import { expect, it } from 'vitest'
import { createWorld } from '../test-world.ts'
import { get } from './get.ts'
import type { Counts, Settings } from './imports.schema.ts'
import { map } from './map.ts'
import { planChunk } from './plan-chunk.ts'
import { describeSamples, sampleBytes, samplesFolder } from './reading/testing/samples.ts'
import { rows } from './rows.ts'
import { importKinds } from './testing/kinds.ts'
import { upload } from './upload.ts'

const { services, as } = await createWorld({ importKinds })
const admin = await as('campus-administrator')

/** What becomes of a file. `by hand`: what a person corrects, as the page would ask for it. */
interface Outcome {
  /** The file can't be read, or holds nothing to bring in; and why. */
  refused?: string
  program?: string
  /** Place of the headings, where it isn't the first row; 0: none. */
  headings?: number
  fields?: Record<string, string>
  byHand?: { fields?: Record<string, string | null>; settings?: Partial<Settings> }
  warnings?: string[]
  plan?: Partial<Counts>
  /** Of some rows what they would bring in. */
  people?: Record<string, object>
}

const name = { first: 'givenName', last: 'familyName' }
const outcomes: Record<string, Outcome> = {
  '1-people-import/churchapps/b1transfer_people.csv': {
    program: 'ChurchApps',
    plan: { create: 81 },
    people: {
      'John Smith': {
        birthDate: '1975-06-15',
        gender: 'male',
        phones: ['+12175550101', '+12175550102', '+12175550103'],
        province: 'IL',
        postalCode: '62701',
        state: 'member',
      },
    },
  },
  // Lists of groups hold nobody: nothing is taken, and the page says what to export instead.
  '1-people-import/churchapps/b1transfer_groups.csv': {
    program: 'ChurchApps',
    warnings: ['imports.read.holds-groups'],
    refused: 'imports.map.no-name',
  },
  '1-people-import/disciple-tools/example_groups.csv': {
    program: 'Disciple.Tools',
    warnings: ['imports.read.holds-groups'],
    refused: 'imports.map.no-name',
  },
  '1-people-import/rock-bulldozer/group.csv': {
    program: 'Rock RMS',
    warnings: ['imports.read.holds-groups'],
    refused: 'imports.map.no-name',
  },
  // Identifiers without names: the people have to come first.
  '1-people-import/rock-bulldozer/groupmember.csv': {
    program: 'Rock RMS',
    fields: { PersonId: 'externalId' },
    warnings: ['imports.read.short-rows', 'imports.read.holds-memberships'],
    refused: 'imports.map.no-name',
  },
  '1-people-import/churchcrm/test_classification_import.csv': {
    program: 'ChurchCRM',
    fields: { Classification: 'state', FirstName: 'givenName' },
    plan: { create: 2 },
    people: { 'Jane ClsRoleTest': { gender: 'female', state: 'member' } },
  },
  '1-people-import/civicrm-contact/column_names_casing.csv': {
    fields: { FIRSTNAME: 'givenName', LASTNAME: 'familyName', ID: 'externalId' },
    plan: { create: 1 },
  },
  // 09/01/2008 in every row: nothing tells, a person does.
  '1-people-import/civicrm-contact/individual_dates_type4.csv': {
    fields: { first_name: 'givenName', 'Birth Date': 'birthDate' },
    byHand: { settings: { dateOrders: { 2: 'mdy' } } },
    plan: { create: 4 },
    people: { 'Joe 8': { birthDate: '2008-09-01' }, 'Joe 9': { birthDate: '2008-09-01' } },
  },
  '1-people-import/civicrm-contact/individual_valid_basic.csv': {
    fields: { 'Another email': 'emails' },
    plan: { create: 1 },
    people: { Susie: { emails: ['mum@example.org', 'bob@example.org'] } },
  },
  '1-people-import/civicrm-contact/individual_with_note.csv': { plan: { create: 1 } },
  '1-people-import/headings.json': { refused: 'imports.read.kind-json' },
  '1-people-import/hitobito/two_rows.csv': {
    fields: { Ort: 'city', Email: 'emails' },
    plan: { create: 2 },
    people: {
      'Ésaïe Gärber': { birthDate: '1992-08-25', emails: ['garber@example.com'] },
      'Helin Fietz': { city: 'Bern' },
    },
  },
  '1-people-import/hitobito/utf8.csv': { plan: { create: 1 }, people: { 'Ésaïe Gärber': { birthDate: '1992-08-25' } } },
  // A template's placeholders are text like any other; its e-mail and phone are none.
  '1-people-import/jethro/example_list_of_people.xlsx': { program: 'Jethro', plan: { error: 1 } },
  // An address alone has no name to call anybody by.
  '1-people-import/mail-tools/mailchimp_header_2015.csv': {
    program: 'Mailchimp',
    fields: { 'Email Address': 'emails' },
    plan: { error: 1 },
  },
  '1-people-import/openpetra/testReading.xlsx': { refused: 'imports.map.no-name' },
  '2-csv-xlsx/csv-spectrum/csvs/comma_in_quotes.csv': {
    fields: name,
    plan: { create: 1 },
    people: { 'John Doe': { city: 'Anytown, WW', postalCode: '08123' } },
  },
  '2-csv-xlsx/csv-spectrum/csvs/quotes_and_newlines.csv': {
    byHand: { fields: { b: 'name' } },
    plan: { create: 2 },
    people: { 'ha \n"ha" \nha': {}, 4: {} },
  },
  '2-csv-xlsx/csv-spectrum/csvs/simple.csv': {
    byHand: { fields: { a: 'name' } },
    plan: { create: 1 },
    people: { 1: {} },
  },
  // The same headings as above: what was chosen there is remembered.
  '2-csv-xlsx/csv-spectrum/csvs/utf8.csv': {
    fields: { a: 'name' },
    byHand: { fields: { a: null, c: 'name' } },
    plan: { create: 2 },
    people: { ʤ: {} },
  },
  '2-csv-xlsx/csv-spectrum/json/comma_in_quotes.json': { refused: 'imports.read.kind-json' },
  '2-csv-xlsx/csv-spectrum/json/quotes_and_newlines.json': { refused: 'imports.read.kind-json' },
  '2-csv-xlsx/csv-spectrum/json/simple.json': { refused: 'imports.read.kind-json' },
  '2-csv-xlsx/csv-spectrum/json/utf8.json': { refused: 'imports.read.kind-json' },
  '2-csv-xlsx/exceljs/gold.xlsx': {
    byHand: { fields: { Text: 'name', 'I am Text': 'city' } },
    plan: { create: 5 },
    people: { Date: { city: '2016-05-17' }, Number: { city: '3.14' } },
  },
  '2-csv-xlsx/frictionless/accent.csv': {
    // Two sockets of one station: by these columns the second row says the same.
    byHand: { fields: { n_station: 'name', acces_recharge: 'city' } },
    plan: { create: 1, skip: 1 },
    people: { 'Parking 1': { city: 'Payant (badge, appli et QR code)' } },
  },
  '2-csv-xlsx/frictionless/duplicate-rows.csv': { plan: { create: 2, skip: 1 } },
  '2-csv-xlsx/frictionless/leading-zeros.csv': {
    byHand: { fields: { value: 'name' } },
    plan: { create: 3 },
    people: { '01': {}, '002': {}, '00003': {} },
  },
  '2-csv-xlsx/frictionless/sheets.xlsx': { plan: { create: 1 }, people: { london: {} } },
  '2-csv-xlsx/papaparse/long-sample.csv': {
    headings: 0,
    warnings: ['imports.read.no-headings'],
    byHand: { fields: { '(A)': 'givenName', '(B)': 'familyName', '(G)': null } },
    plan: { create: 8 },
    people: { 'Grant Dyer': { emails: ['donec.elementum@orciluctuset.example'] } },
  },
  '2-csv-xlsx/phpspreadsheet-csv/encoding.utf8.csv': {
    byHand: { fields: { Å: 'name' } },
    plan: { create: 1 },
    people: { 2: {} },
  },
  '2-csv-xlsx/phpspreadsheet-csv/premiere.utf8.csv': {
    byHand: { fields: { première: 'name', troisième: 'city' } },
    plan: { create: 1 },
    people: { Quatrième: { city: 'sixième' } },
  },
  '2-csv-xlsx/phpspreadsheet-csv/semicolon_separated.csv': {
    byHand: { fields: { This: 'name', Headers: 'city' } },
    plan: { create: 2 },
    people: { 'Cell A2': { city: '25,5' }, 'Two colons and a comma': { city: ':,:' } },
  },
  '2-csv-xlsx/sheetjs/minimal_112.xlsx': {
    byHand: { fields: { Sheet: 'name' } },
    plan: { create: 2 },
    people: { 123: {}, TRUE: {} },
  },
  // One word on one sheet.
  '2-csv-xlsx/sheetjs/sushi.xlsx': { refused: 'imports.read.only-headings' },
  '2-csv-xlsx/univocity/essential.csv': {
    headings: 4,
    warnings: ['imports.read.titles-skipped', 'imports.read.short-rows'],
    byHand: { fields: { Model: 'name', Price: 'city' } },
  },
}

describeSamples('sample files', () => {
  // Looked up by the test: the body of a suite that is skipped runs nevertheless.
  const files = () =>
    readdirSync(samplesFolder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => `${entry.parentPath.slice(samplesFolder.length + 1)}/${entry.name}`)
      .filter((file) => /^[12]-/.test(file))

  it('each has its outcome here', () => expect(files().toSorted()).toEqual(Object.keys(outcomes).toSorted()))

  it('come to the end that is right for them', async () => {
    const bring = async (file: string, { byHand }: Outcome) => {
      const content = (async function* () {
        yield await Promise.resolve(sampleBytes(file))
      })()
      const nodeId = story.nodes.kilima.id
      const { id } = await upload.call(services, admin, { nodeId, fileName: file.slice(-200), content })
      const found = await get.call(services, admin, { id })
      const fields = Object.fromEntries(found.columns.map(({ heading, field }) => [heading, field]))
      const seen = {
        program: found.source.name ?? undefined,
        headings: found.source.headingRow,
        warnings: found.source.warnings.map(({ code }) => code),
        fields,
      }
      const mapped = { ...fields, ...byHand?.fields }
      const settings = { ...found.settings, ...byHand?.settings }
      try {
        await map.call(services, admin, { id, fields: found.columns.map(({ heading }) => mapped[heading]!), settings })
      } catch (error) {
        return { ...seen, refused: (error as { code: string }).code }
      }
      while (!(await planChunk.call(services, admin, { id, take: 500 })).finished);
      const { plan } = await get.call(services, admin, { id })
      const some = await rows.call(services, admin, { id, take: 100 })
      const people = Object.fromEntries(
        some.rows
          .toReversed()
          .map((row) => [row.name, Object.fromEntries(row.changes.map(({ field, after }) => [field, after]))]),
      )
      return { ...seen, plan, people }
    }
    for (const [file, expected] of Object.entries(outcomes)) {
      const seen = await bring(file, expected).catch((error: unknown) => ({
        refused: (error as { code?: string }).code ?? String(error),
      }))
      const { byHand: _byHand, plan, headings = 1, warnings = [], ...rest } = expected
      const read = !rest.refused?.startsWith('imports.read')
      expect({ file, refused: undefined, ...seen }).toMatchObject({
        file,
        refused: undefined,
        ...rest,
        ...(read && { headings, warnings }),
        ...(plan && { plan: { create: 0, change: 0, skip: 0, conflict: 0, error: 0, ...plan } }),
      })
    }
  }, 60_000)
})
