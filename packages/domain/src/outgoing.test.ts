import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { createOutgoing, isOutside } from './outgoing.ts'

let asked = 0
const inside = createServer((_request, response) => {
  asked++
  response.end()
})
await new Promise<void>((resolve) => inside.listen(0, '127.0.0.1', resolve))
afterAll(() => void inside.close())
const { port } = inside.address() as AddressInfo
const out = createOutgoing({ privateAddresses: false, timeout: 1000 })

test.each([
  ...[
    '127.0.0.1',
    '127.1.2.3',
    '0.0.0.0',
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
  ],
  ...['100.64.0.1', '192.0.0.1', '198.18.0.1', '224.0.0.1', '255.255.255.255', '::', '::1', '::ffff:127.0.0.1'],
  ...[
    '::ffff:169.254.169.254',
    '::ffff:8.8.8.8',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    'fc00::1',
    'fd12::1',
    'fe80::1',
    'ff02::1',
  ],
  ...['2001:db8::1', '2002:7f00:1::', '2001::1', '3fff::1', 'fd00:ec2::254', 'nonsense', ''],
])('%s lies inside', (address) => expect(isOutside(address)).toBe(false))

test.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700:4700::1111', '2a00:1450::1'])(
  '%s lies outside',
  (address) => expect(isOutside(address)).toBe(true),
)

test.each([
  ...[
    'http://example.org/',
    'https://example.org:22/',
    'https://user:pass@example.org/',
    'ftp://example.org/',
    'https://',
    'x',
  ],
  ...['https://127.0.0.1/', 'https://0x7f.1/', 'https://2130706433/', 'https://[::1]/', 'https://[::ffff:127.0.0.1]/'],
  ...[
    'https://169.254.169.254/latest/meta-data/',
    'https://0/',
    'https://127.1/',
    'https://[fe80::1]/',
    'https://example.org/#x',
  ],
])('%s is not taken', async (url) => {
  expect(out.takes(url)).toBe(false)
  expect(await out.post(url, {}, '{}')).toEqual({ problem: 'address-refused' })
})

test('a public name that stands for an inner address is not asked, whichever of its addresses that is', async () => {
  for (const addresses of [['127.0.0.1'], ['8.8.8.8', '127.0.0.1'], ['::1'], ['::ffff:127.0.0.1'], ['10.1.2.3']]) {
    const resolve = () =>
      Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })))
    const lying = createOutgoing({ privateAddresses: false, resolve, timeout: 1000 })
    expect(lying.takes('https://hooks.example.org/')).toBe(true)
    expect(await lying.post('https://hooks.example.org/', {}, '{}')).toEqual({ problem: 'address-refused' })
  }
  expect(asked).toBe(0)
})

test('the name is resolved once for an attempt: a second answer is never asked for', async () => {
  let times = 0
  const resolve = () => Promise.resolve([{ address: times++ ? '127.0.0.1' : '192.168.0.1', family: 4 }])
  const rebinding = createOutgoing({ privateAddresses: false, resolve, timeout: 1000 })
  expect(await rebinding.post('https://hooks.example.org/', {}, '{}')).toEqual({ problem: 'address-refused' })
  expect(times).toBe(1)
})

test('with the setting for development an inner address is asked, and a dead one is named', async () => {
  const open = createOutgoing({ privateAddresses: true, timeout: 1000 })
  expect(await open.post(`http://127.0.0.1:${port}/`, {}, '{}')).toEqual({ status: 200 })
  expect(asked).toBe(1)
  expect(await open.post('http://127.0.0.1:1/', {}, '{}')).toEqual({ problem: 'refused' })
})
