import { expect, test, vi } from 'vitest'
import { load } from './+page.server.ts'

const asking = async (query: string) => {
  const search = vi.fn(() => Promise.resolve({ rows: [], next: null, total: 0, totalIsMore: false }))
  const parent = () => Promise.resolve({ me: { seats: [], nodes: [] }, timeZone: 'Africa/Nairobi' })
  const url = new URL(`https://ministry.test/settings/audit?${query}`)
  const shown = (await load({ locals: { api: { audit: { search } } }, url, parent } as never)) as { filter: object }
  return { search, filter: shown.filter }
}

test('days of the address become instants of the place', async () => {
  const { search } = await asking('from=2026-11-21&until=2026-11-22')
  expect(search).toHaveBeenCalledWith(
    expect.objectContaining({ from: new Date('2026-11-20T21:00:00Z'), until: new Date('2026-11-22T21:00:00Z') }),
  )
})

test.each(['2026-13-45', '0000-00-00', '2026-02-30', 'yesterday', ''])(
  '%s is no day, and filters nothing',
  async (day) => {
    const { search, filter } = await asking(`from=${day}&until=${day}`)
    expect(search).toHaveBeenCalledWith(expect.objectContaining({ from: undefined, until: undefined }))
    expect(filter).toMatchObject({ from: undefined, until: undefined })
  },
)
