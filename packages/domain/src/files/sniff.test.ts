import { describe, expect, test } from 'vitest'
import { sniff } from './sniff.ts'
import { docx, heic, packed, pdf, photo, text, xlsx } from './testing/samples.ts'

const office = 'application/vnd.openxmlformats-officedocument'
const code = (code: string) => expect.objectContaining({ code }) as Error

test.each([
  ['JPEG', await photo('jpeg'), 'image/jpeg'],
  ['PNG', await photo('png'), 'image/png'],
  ['WebP', await photo('webp'), 'image/webp'],
  ['PDF', pdf, 'application/pdf'],
  ['CSV', text('name;amount\nMónica;3 < 5\n'), 'text/plain'],
  ['text with a mark of its encoding', text('\uFEFFThank you ❤\r\n'), 'text/plain'],
  ['Word', docx(), `${office}.wordprocessingml.document`],
  ['Excel', xlsx(), `${office}.spreadsheetml.sheet`],
])('%s is known by its content', async (_, content, type) => {
  expect(await sniff(content)).toBe(type)
})

describe('is refused', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
  test.each([
    ['nothing', new Uint8Array(), 'files.upload.empty'],
    ['a page', text('<!doctype html><script>alert(1)</script>'), 'files.upload.kind'],
    ['a page that begins as text', text('Dear friend,\n\n<script>alert(1)</script>'), 'files.upload.kind'],
    ['a page after blanks and a mark', text(`\uFEFF \n\t${svg}`), 'files.upload.kind'],
    ['a picture that runs', text(`<?xml version="1.0"?>${svg}`), 'files.upload.kind'],
    ['a comment before it', text(`<!-- x -->${svg}`), 'files.upload.kind'],
    ['a program', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)]), 'files.upload.kind'],
    ['a script of the shell', text('#!/bin/sh\n\0rm -rf /'), 'files.upload.kind'],
    ['text in pieces of characters', Buffer.from([0x41, 0xff, 0xfe, 0x42]), 'files.upload.kind'],
    ['a moving picture', Buffer.from('GIF89a\x01\0\x01\0\0\0\0;'), 'files.upload.kind'],
    ['an iPhone’s photo, in words', heic, 'files.upload.heic'],
    ['any packed file', packed({ 'a.txt': 'hello' }), 'files.upload.kind'],
    ['a document with macros', docx({ 'word/vbaProject.bin': 'x' }), 'files.upload.kind'],
    ['a packed file with a program beside the document', docx({ 'setup.exe': 'MZ' }), 'files.upload.kind'],
    ['a packed file without a list', Buffer.from('PK\x03\x04 and nothing more, for a while'), 'files.upload.damaged'],
    ['a document that climbs out of its folder', docx({ '../../etc/passwd': 'x' }), 'files.upload.damaged'],
  ])('%s', async (_, content, expected) => {
    await expect(sniff(content)).rejects.toEqual(code(expected))
  })
})

test('a document that would unpack to gigabytes is refused by what it says, without being unpacked', async () => {
  await expect(sniff(docx({}, 4_000_000_000))).rejects.toEqual(code('files.upload.damaged'))
  // What is small is taken as it is: its parts are not even looked at.
  expect(await sniff(docx({}, 1_000_000))).toMatch(/wordprocessing/)
})
