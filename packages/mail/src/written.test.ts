import fc from 'fast-check'
import { expect, test } from 'vitest'
import { renderWritten } from './written.ts'

const leave = 'https://ministry.example.org/unsubscribe/qk3-_J9'
const write = (body: string, values: Record<string, string> = {}, subject = 'Hello') =>
  renderWritten({ subject, body, language: 'en', values, sender: 'Kilima', leave })

test('fills the fields in subject and both bodies', () => {
  const mail = write(
    'Hello {{person.name}},\nwelcome at **{{ place.name }}**.',
    { 'person.name': 'Zoë', 'place.name': 'Kilima' },
    'For {{person.name}}',
  )
  expect(mail.subject).toBe('For Zoë')
  expect(mail.html).toContain('<p>Hello Zoë,<br />welcome at <strong>Kilima</strong>.</p>')
  expect(mail.text).toContain('Hello Zoë,\nwelcome at Kilima.')
})

test('has the way out in both bodies', () => {
  const { html, text } = write('Hello')
  expect(html).toContain(`href="${leave}"`)
  expect(text).toContain(leave)
  expect(text).toContain('because Kilima knows you')
})

test.each([
  ['<script>alert(1)</script>', '<script>alert(1)</script>'],
  ['a <b onclick="x()">b</b> c', 'a <b onclick="x()">b</b> c'],
  ['`<i>code</i>`', '<i>code</i>'],
  ['# Heading', 'Heading'],
  ['> said', 'said'],
])('what people write is text, whatever it looks like: %s', (body, shown) => {
  const { html, text } = write(body)
  expect(html).not.toMatch(/<(script|b|i|h1|blockquote|code|img)\b/)
  expect(text).toContain(shown)
})

test('a link leads to the web or to an address, nowhere else', () => {
  const { html } = write(
    '[a](https://example.org) [b](javascript:alert(1)) [c](data:text/html,x) [d](mailto:a@example.org)',
  )
  const targets = [...html.matchAll(/<a [^>]*href="([^"]*)"/g)].map(([, href]) => href)
  expect(targets).toEqual(['https://example.org', 'mailto:a@example.org', leave])
})

test('no value ever becomes markup, a header or a line of its own', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (value) => {
      const { html, subject } = write('{{person.name}}', { 'person.name': value }, 'To {{person.name}}')
      const paragraph = html.slice(html.indexOf('</p>') + 4, html.lastIndexOf('<p class="footer"'))
      expect(paragraph.replace(/^\s*<p>|<\/p>\s*$/g, '')).not.toMatch(/<[a-z]/i)
      expect(subject).not.toMatch(/[\r\n]/)
    }),
  )
})

test('no sign in a value turns around how a header or the text after it is read', () => {
  const name = 'Anna \u202Egnp.exe\u202C'
  const { html, text, subject } = write('{{person.name}} is here', { 'person.name': name }, 'To {{person.name}}')
  expect(subject).toBe('To Anna gnp.exe')
  for (const part of [html, text]) expect(part).not.toMatch(/[\u202A-\u202E]/)
})
