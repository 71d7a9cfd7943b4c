import { expect, test } from 'vitest'
import { personOf } from './read-person.ts'

const sortNameOf = (said: Record<string, string>) =>
  personOf({ number: 1, values: new Map(Object.entries(said)), blank: [], problems: [], print: 'x', choice: null })
    .fields.sortName

test.each([
  [{ givenName: 'Grace', familyName: 'Otieno' }, 'Otieno Grace'],
  [{ givenName: 'Grace', middleName: 'Achieng', familyName: 'Otieno' }, 'Otieno Grace Achieng'],
  // A column of whole names beside them says the same.
  [{ name: 'Grace Otieno', givenName: 'Grace', familyName: 'Otieno' }, 'Otieno Grace'],
  [{ name: 'Otieno, Grace A.', givenName: 'GRACE', familyName: 'Otieno' }, 'Otieno GRACE'],
  [{ name: 'María José de la Cruz', givenName: 'Maria Jose', familyName: 'de la Cruz' }, 'de la Cruz Maria Jose'],
  [{ name: '田中美咲', givenName: '美咲', familyName: '田中' }, '田中 美咲'],
  // Or something else: then nobody knows which word is which.
  [{ name: 'Grace Mwangi', givenName: 'Grace', familyName: 'Otieno' }, undefined],
  [{ name: 'Grace Otieno', givenName: 'Grace' }, undefined],
  [{ name: 'Grace Otieno' }, undefined],
])('%j is listed by %s', (said, sortName) => expect(sortNameOf(said)).toBe(sortName))
