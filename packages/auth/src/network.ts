import { isIPv6 } from 'node:net'

/**
 * What is counted where an address is: itself, and of IPv6 the /64 that one subscriber has all of, so that nobody comes as a
 * thousand neighbours. Source: ACC-4, API-1, RFC 6177.
 */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  const [head = '', tail] = address.split('%')[0]!.toLowerCase().split('::')
  const groups = (text: string) => (text === '' ? [] : text.split(':'))
  const [left, right] = [groups(head), groups(tail ?? '')]
  // An address written with a dotted end has one group less than it stands for.
  const width = [...left, ...right].length + (address.includes('.') ? 1 : 0)
  const all = tail === undefined ? left : [...left, ...Array.from({ length: 8 - width }, () => '0'), ...right]
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}
