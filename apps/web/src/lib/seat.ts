import type { Me } from '#lib/shell/me.ts'

/** The place whose settings pages show: the one asked for in the address if it is one's own, else the highest of one's seats. */
export function seatOf({ seats, nodes }: Me, url: URL) {
  const id = seats.find((seat) => seat === url.searchParams.get('at')) ?? seats[0]
  return nodes.find((node) => node.id === id)
}
