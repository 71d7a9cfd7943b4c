import type { ReceivedEvent } from './protocol.ts'

const CONJUNCT_OF_TWO = /^(event|async)((?:\.[A-Za-z_]\w*)+)\s*==\s*(event|async)((?:\.[A-Za-z_]\w*)+)$/
const CONJUNCT_WITH_LITERAL = /^async((?:\.[A-Za-z_]\w*)+)\s*==\s*(?:'([^'\\]*)'|"([^"\\]*)"|(-?\d+(?:\.\d+)?))$/
const LONGEST = 200
const DEEPEST = 6
const MOST_LEAVES = 500

/**
 * What an event must carry for the condition to hold, as `path=value`, so that thousands of waits needn't be looked at:
 * `async.data.id == event.data.id && …` asks for `data.id="…"`. Undefined if the condition isn't that simple; it is
 * evaluated in either case.
 */
export function requiredOf(condition: string, started: unknown): string | undefined {
  if (/[|?!(]/.test(condition)) return undefined
  for (const conjunct of condition.split('&&').map((part) => part.trim())) {
    const [, left, leftPath = '', right, rightPath = ''] = CONJUNCT_OF_TWO.exec(conjunct) ?? []
    if (left && left !== right) {
      const [path, known] = left === 'async' ? [leftPath, rightPath] : [rightPath, leftPath]
      const value = known.slice(1).split('.').reduce(memberOf, started)
      return isLeaf(value) ? leaf(path.slice(1), value) : undefined
    }
    const [, path, single, double, number] = CONJUNCT_WITH_LITERAL.exec(conjunct) ?? []
    if (path) return leaf(path.slice(1), number === undefined ? (single ?? double) : Number(number))
  }
  return undefined
}

/** Every `path=value` that an event carries; undefined if there are too many to ask for. */
export function leavesOf(event: ReceivedEvent): string[] | undefined {
  const leaves: string[] = []
  const walk = (value: unknown, path: string, depth: number): boolean => {
    if (isLeaf(value)) {
      const found = leaf(path, value)
      if (found) leaves.push(found)
      return leaves.length <= MOST_LEAVES
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return true
    if (depth === DEEPEST) return false
    return Object.entries(value).every(([name, inner]) => walk(inner, path ? `${path}.${name}` : name, depth + 1))
  }
  return walk(event, '', 0) ? leaves : undefined
}

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined

const isLeaf = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value)

function leaf(path: string, value: unknown): string | undefined {
  const text = `${path}=${JSON.stringify(value)}`
  return text.length <= LONGEST ? text : undefined
}
