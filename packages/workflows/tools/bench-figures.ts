import { performance } from 'node:perf_hooks'

/** Milliseconds since it was made. */
export function stopwatch(): () => number {
  const began = performance.now()
  return () => performance.now() - began
}

/** The value that this share of all values does not exceed. */
export function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
}

/** Megabytes of live objects, after a collection where `--expose-gc` allows one. */
export function heapMegabytes(): number {
  const { gc } = globalThis as { gc?: () => void }
  gc?.()
  return process.memoryUsage().heapUsed / 1_048_576
}
