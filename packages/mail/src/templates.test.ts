import { describe, expect, test } from 'vitest'
import { renderMail, type MailContent } from './templates.ts'

const link = 'https://ministry.example.org/invitation/qk3-_J9'
const until = new Date('2026-11-29T15:30:00Z')
const common = { movement: 'Lighthouse Student Movement', name: 'Zoë', link }
const mails: MailContent[] = [
  { template: 'invitation', fields: { ...common, inviter: 'Faith Wambui', until, timeZone: 'Africa/Nairobi' } },
  { template: 'password-reset', fields: { ...common, until, timeZone: 'America/Chicago' } },
  { template: 'password-changed', fields: common },
  { template: 'account-safety', fields: { ...common, act: 'new-device', at: until, timeZone: 'Africa/Nairobi' } },
  { template: 'digest', fields: { ...common, lines: ['You lead Mustard Seed now.', 'people.csv is done.'] } },
]

describe.each(mails)('$template', (content) => {
  const { subject, html, text } = renderMail(content)

  test('says who sends it, to whom, and where to go, in both bodies', () => {
    expect(subject).toContain('Lighthouse Student Movement')
    for (const body of [html, text])
      for (const part of ['Zoë', link, 'Lighthouse Student Movement']) expect(body).toContain(part)
    expect(html).toMatch(/<a href="https:\/\/ministry\.example\.org\/invitation\/qk3-_J9" class="button"/)
  })

  test('can be read by a screen reader and without HTML', () => {
    expect(html).toMatch(/^<!doctype html>\n<html lang="en" dir="auto">/)
    expect(html).toContain(`<title>${subject}</title>`)
    expect(html).toContain('role="article"')
    expect(html).not.toMatch(/<(img|script|iframe|link|table)/)
    expect(text).not.toMatch(/[<>\\]|\*\*/)
  })
})

test('tells the end of a link in the time of the place', () => {
  const [invitation, reset] = mails.map((mail) => renderMail(mail).text.replace(/\s+/g, ' '))
  expect(invitation).toContain('November 29, 2026 at 06:30 PM GMT+3')
  expect(reset).toContain('November 29, 2026 at 09:30 AM CST')
})

test.each([
  '[Click](https://evil.example)',
  '<a href="https://evil.example">Click</a>',
  '<script>alert(1)</script>',
  '**bold** _and_ `code`',
  'www.evil.example and https://evil.example and a@evil.example',
  '# Heading',
  '![x](https://evil.example/x.png)',
  '&lt;b&gt; & \\ "quoted" \'single\'',
])('a name is only ever text: %s', (name) => {
  const { html, text } = renderMail({
    template: 'invitation',
    fields: { ...common, name, inviter: name, movement: name, until, timeZone: 'UTC' },
  })
  expect([...html.matchAll(/<a [^>]*href="([^"]*)"/g)].map(([, href]) => href)).toEqual([link])
  expect(html).not.toMatch(/<(script|img|h1|code|b)\b/)
  expect(text.replace(/\s+/g, ' ')).toContain(name.replace(/\s+/g, ' '))
})

test('a name never adds a header or a line to the subject', () => {
  const { subject } = renderMail({
    template: 'password-changed',
    fields: { ...common, movement: 'A\r\nBcc: all@example.org' },
  })
  expect(subject).toBe('A Bcc: all@example.org: your password was changed')
  expect(
    renderMail({ template: 'password-changed', fields: { ...common, movement: 'x'.repeat(999) } }).subject,
  ).toHaveLength(200)
})

test('a link with what would end it early stays one link', () => {
  const { html } = renderMail({
    template: 'password-changed',
    fields: { ...common, link: 'https://ministry.example.org/a b>c"d' },
  })
  expect([...html.matchAll(/<a [^>]*href="([^"]*)"/g)]).toHaveLength(1)
  expect(html).toContain('href="https://ministry.example.org/a%20b%3Ec%22d"')
})
