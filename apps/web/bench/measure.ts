/** Two ways of doing the same, measured side by side: what the machine does meanwhile hits both alike. */

export interface Side {
  /** Milliseconds, in the order they were taken. */
  times: number[]
}
export interface Pair {
  a: Side
  b: Side
  /** Median over the blocks of (median of A ÷ median of B). */
  ratio: number
}

/** Milliseconds that the act took. */
export async function timed(act: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await act()
  return performance.now() - start
}

/** The value below which this share of the times lies. */
export function quantile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}
export const median = (times: readonly number[]) => quantile(times, 0.5)

/** Alternates A and B, in blocks; the first tenth of each block warms up and doesn't count. */
export async function alternate(
  a: () => Promise<unknown>,
  b: () => Promise<unknown>,
  { pairs = 200, blocks = 5 } = {},
): Promise<Pair> {
  const sides: [Side, Side] = [{ times: [] }, { times: [] }]
  const ratios: number[] = []
  const perBlock = Math.ceil(pairs / blocks)
  for (let block = 0; block < blocks; block++) {
    const taken: [number[], number[]] = [[], []]
    for (let i = -Math.ceil(perBlock / 10); i < perBlock; i++) {
      const times = [await timed(a), await timed(b)] as const
      if (i < 0) continue
      taken[0].push(times[0])
      taken[1].push(times[1])
    }
    ratios.push(median(taken[0]) / median(taken[1]))
    sides[0].times.push(...taken[0])
    sides[1].times.push(...taken[1])
  }
  return { a: sides[0], b: sides[1], ratio: median(ratios) }
}
