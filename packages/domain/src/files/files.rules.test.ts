import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { endings, safeName, type MediaType } from './files.rules.ts'

describe('a name is made harmless', () => {
  test.each([
    ['receipt.jpg', 'receipt.jpg'],
    ['IMG_0001.JPEG', 'IMG_0001.jpeg'],
    ['../../etc/passwd', 'passwd.jpg'],
    ['C:\\Users\\me\\scan.jpg', 'scan.jpg'],
    ['invoice.exe', 'invoice.exe.jpg'],
    ['photo\u202Egpj.exe', 'photogpj.exe.jpg'],
    ['a\r\nSet-Cookie: x=1.jpg', 'aSet-Cookie_ x=1.jpg'],
    ['"quoted"; filename=x.jpg', '_quoted_; filename=x.jpg'],
    ['.htaccess', 'htaccess.jpg'],
    ['con.jpg', '_con.jpg'],
    ['  . ', 'file.jpg'],
    ['', 'file.jpg'],
    ['reçu – août 日本 ❤.jpg', 'reçu – août 日本 ❤.jpg'],
    ['\u200Bhid\u200Dden.jpg', 'hidden.jpg'],
    [`${'x'.repeat(500)}.jpg`, `${'x'.repeat(120)}.jpg`],
  ])('%j', (given, expected) => expect(safeName(given, 'image/jpeg')).toBe(expected))

  test('whatever it was, on any system', () => {
    const types = fc.constantFrom(...(Object.keys(endings) as MediaType[]))
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), types, (given, type) => {
        const name = safeName(given, type)
        expect(name).not.toMatch(/[/\\<>:"|?*\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|^[.\s]|[.\s]$/u)
        expect(name.isWellFormed()).toBe(true)
        expect(endings[type] as readonly string[]).toContain(name.split('.').at(-1))
        expect([...name].length).toBeLessThanOrEqual(130)
        expect(safeName(name, type), 'once is enough').toBe(name)
      }),
    )
  })
})
