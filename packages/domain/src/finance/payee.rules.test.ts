import { describe, expect, test } from 'vitest'
import { payeeKey } from './payee.rules.ts'

describe('a payee is the same', () => {
  test.each([
    ['Café Zoë, Ltd.', 'cafe  zoe'],
    ['Nairobi Printers Limited', 'NAIROBI PRINTERS'],
    ['Baraka Tours & Travel Co. Ltd', 'baraka tours and travel'],
    ['Acme Co.Ltd', 'acme'],
    ['Zébra S.A.R.L.', 'zebra'],
    ['O’Brien’s Bakery', 'obriens bakery'],
    ['Müller GmbH', 'MULLER'],
    ['Straße', 'strasse'],
    ['K-Mart', 'kmart'],
    ['ＡＢＣ', 'abc'],
    ['Nairobi Printers', 'Nairоbi Рrinters'],
    ['Nairobi Printers', 'ΝAIRΟBI PRINTERS'],
    ['Nairobi Printers', 'Nairobi\u3164Prin\u200Bters\u115F'],
    ['Lukasz Ozturk', 'Łukasz Ozturk'],
    ['Kilima Printers', 'KiIima Prlnters'],
    ['Kilima Tools', 'K1lima T00ls'],
  ])('%s and %s', (one, other) => expect(payeeKey(one)).toBe(payeeKey(other)))

  test.each([
    ['Mary Wanjiku', 'Mary Wanjiru'],
    ['Printers Nakuru', 'Printers Nairobi'],
    ['Depot 10', 'Depot 11'],
    ['Company', 'Limited'],
    ['SA', 'AG'],
    ['日本印刷', '東京印刷'],
    ['!!!', '???'],
  ])('not %s and %s', (one, other) => expect(payeeKey(one)).not.toBe(payeeKey(other)))

  test('whatever is written has a key', () => {
    for (const odd of ['Ltd.', '…', '💧', ' x ']) expect(payeeKey(odd)).not.toBe('')
  })
})
