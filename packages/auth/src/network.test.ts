import fc from 'fast-check'
import { expect, test } from 'vitest'
import { networkOf } from './network.ts'

test('an address of IPv4 counts as itself, one of IPv6 as its /64, however it is written', () => {
  expect(networkOf('192.0.2.7')).toBe('192.0.2.7')
  expect(networkOf('')).toBe('')
  expect(networkOf('2001:DB8:0:1:ffff::9')).toBe('2001:db8:0:1::/64')
  expect(networkOf('2001:db8:0:1::')).toBe('2001:db8:0:1::/64')
  expect(networkOf('2001:0db8:0000:0001:0:0:0:1')).toBe('2001:db8:0:1::/64')
  expect(networkOf('2001:db8::1')).toBe('2001:db8:0:0::/64')
  expect(networkOf('fe80::1%eth0')).toBe('fe80:0:0:0::/64')
  expect(networkOf('::1')).toBe('0:0:0:0::/64')
  expect(networkOf('64:ff9b::192.0.2.1')).toBe('64:ff9b:0:0::/64')
})

test('neighbours count together, strangers apart', () => {
  const group = fc.integer({ min: 0, max: 0xffff }).map((value) => value.toString(16))
  const four = fc.tuple(group, group, group, group)
  fc.assert(
    fc.property(four, four, four, (net, one, other) => {
      const [first, second] = [one, other].map((host) => networkOf([...net, ...host].join(':')))
      expect(first).toBe(second)
      expect(first).toBe(`${net.join(':')}::/64`)
    }),
  )
})
