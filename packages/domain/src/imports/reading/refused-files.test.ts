import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readWhole } from './testing/samples.ts'
import { writeWorkbook, writeZip } from './testing/zip-writer.ts'

const ole = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(70_000, 7)])
const part = (name: string) => ({ name, content: 'x' })

describe('files that are no table', () => {
  it.each<[string, Buffer | string]>([
    ['kind-xls', ole],
    ['encrypted', Buffer.concat([ole, Buffer.from('EncryptedPackage', 'utf16le'), Buffer.alloc(100)])],
    ['kind-ods', writeZip([part('mimetype'), part('content.xml'), part('META-INF/manifest.xml')])],
    ['kind-numbers', writeZip([part('Index/Document.iwa'), part('preview.jpg')])],
    ['kind-docx', writeZip([part('[Content_Types].xml'), part('word/document.xml')])],
    ['kind-pptx', writeZip([part('[Content_Types].xml'), part('ppt/presentation.xml')])],
    ['kind-xlsb', writeZip([part('[Content_Types].xml'), part('xl/workbook.bin')])],
    ['kind-zip', writeZip([part('people.csv')])],
    ['kind-zip', writeZip([])],
    ['encrypted', writeZip([{ ...part('xl/workbook.xml'), flags: 0x801 }])],
    ['kind-gzip', gzipSync('a,b\n1,2')],
    ['kind-pdf', Buffer.from('%PDF-1.7\n%âãÏÓ')],
    ['kind-image', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['kind-image', Buffer.from('ffd8ffe000104a464946', 'hex')],
    ['kind-html', '\n<!DOCTYPE html><html><table><tr><td>Name</td></tr></table>'],
    ['kind-html', Buffer.from('\ufeff<table><tr><td>Name</td></tr></table>', 'utf16le')],
    ['kind-xml', '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>'],
    ['kind-json', '[\n {"name": "Jane"}]'],
    ['kind-json', '{"people": []}'],
    ['kind-rtf', '{\\rtf1\\ansi Jane}'],
    ['kind-vcard', 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Jane\r\nEND:VCARD'],
    ['kind-ical', 'BEGIN:VCALENDAR\r\nEND:VCALENDAR'],
    ['kind-binary', createHash('shake256', { outputLength: 4000 }).update('noise').digest()],
    ['kind-binary', Buffer.alloc(1000)],
    ['empty', ''],
    ['empty', '\ufeff'],
    ['empty', ' \n\n , ,\n,,\n'],
    ['only-headings', 'Name,Email\n\n , \n'],
    ['only-headings', writeWorkbook({ sheets: [{ name: 'S', xml: '<row><c t="str"><v>Name</v></c></row>' }] })],
    ['empty', writeWorkbook({ sheets: [{ name: 'S', xml: '<row><c t="str"><v> </v></c></row>' }] })],
    ['no-sheet', writeWorkbook({ sheets: [] })],
    ['empty', writeWorkbook({ sheets: [{ name: 'S', xml: '', state: 'hidden' }] })],
  ])('%s', async (code, bytes) => {
    await expect(readWhole(bytes)).rejects.toMatchObject({ kind: 'InvalidInput', code: `imports.read.${code}` })
  })

  it('is not misled by tables that begin oddly', async () => {
    for (const text of ['[Name],Email\nx,y', 'BMI,Name\n1,x', 'PK,Name\n1,x', '<Name>,x\n1,2', '%PD,x\n1,2']) {
      expect((await readWhole(text)).cells).toHaveLength(1)
    }
  })
})
