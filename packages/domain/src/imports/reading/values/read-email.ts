import { domainToASCII } from 'node:url'
import { unreadable, type Reading } from './reading.ts'

const localPart = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
const domainPart = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z][a-z-]*|xn--[a-z0-9-]+)$/

/**
 * Reads one address: lower case, the domain in ASCII (`müller.de` → `xn--mller-kva.de`), `mailto:` and a name before
 * `<…>` taken off. Quoted local parts and bare IP addresses, though e-mail allows them, are no person's address.
 * Source: PPL-1; RFC 5321 4.1.2, 4.5.3.1.
 */
export function readEmail(text: string): Reading<string> {
  const fail = () => unreadable('imports.value.not-an-email', 'imports.value.expected-email', text)
  const named = /^[^<>]*<([^<>]+)>$/.exec(text)
  const address = (named?.[1] ?? text)
    .trim()
    .replace(/^mailto:/i, '')
    .replace(/\s*[([{]\s*at\s*[)\]}]\s*/i, '@')
    .replace(/\s*\(\p{L}[^()@]*\)$/u, '')
    .replace(/[.,;:]$/, '')
    .normalize('NFC')
    .toLowerCase()
  const at = address.lastIndexOf('@')
  // The URL rules that know about domains also turn 1.2.3 into an IP address and drop what follows a slash.
  if (at < 1 || /[\s/?#:\\%[\]]/.test(address.slice(at + 1))) return fail()
  const local = address.slice(0, at)
  const domain = domainToASCII(address.slice(at + 1))
  if (!localPart.test(local) || !domainPart.test(domain)) return fail()
  if (local.length > 64 || local.length + domain.length > 253) return fail()
  return { value: `${local}@${domain}` }
}
