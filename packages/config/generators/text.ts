/** `small-group` → `smallGroup`. */
export const camel = (words: string) => words.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
/** `small-groups` → `SmallGroup`, `people` → `Person`. */
export const nounOf = (capability: string) => {
  const one = irregular[capability] ?? capability.replace(/ies$/, 'y').replace(/([^s])s$/, '$1')
  return camel(`-${one}`)
}
const irregular: Record<string, string> = { people: 'person', org: 'org-node', audit: 'audit-entry', finance: 'gift' }

/** Puts an import among the others, which are sorted by where they import from; `from` is what stands in the quotes. */
export function addImport(text: string, line: string): string {
  if (text.includes(line)) return text
  const source = (line: string) => /from '(.+)'/.exec(line)?.[1] ?? ''
  const lines = text.split('\n')
  const imports = lines.flatMap((other, at) => (/^import .* from '/.test(other) ? [at] : []))
  const after = imports.find((at) => sortKey(source(lines[at] ?? '')) > sortKey(source(line)))
  const last = imports.at(-1)
  if (after !== undefined) lines.splice(after, 0, line)
  else if (last !== undefined) lines.splice(last + 1, 0, line)
  else lines.splice(headerEnd(lines), 0, line, '')
  return lines.join('\n')
}

/** Packages first, then what lies above, then what lies beside. */
const sortKey = (source: string) => `${source.startsWith('../') ? 1 : source.startsWith('./') ? 2 : 0}${source}`

/** The first line after the docstring that a file may begin with. */
const headerEnd = (lines: readonly string[]) =>
  lines[0]?.startsWith('/**') ? lines.findIndex((line) => line.endsWith('*/')) + 1 : 0

/** Adds an entry to the object that a `router({ … })` is made of. */
export const addToRouter = (text: string, entry: string): string =>
  text.replace('router({})', 'router({\n})').replace(/^\}\)/m, `  ${entry},\n})`)
