import { invalidInput } from '@ministry/kernel/errors'

export interface Token {
  kind: 'number' | 'text' | 'name' | 'sign' | 'end'
  text: string
  value?: string | number
}

const SHAPE =
  /\s*(?:(\d+(?:\.\d+)?)u?|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|([A-Za-z_]\w*)|(&&|\|\||==|!=|<=|>=|[-+*/%<>!?:.,()[\]]))/y
const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r' }

/** Splits an expression into tokens, with one of kind `end` at the end. Throws InvalidInput. */
export function tokens(text: string): Token[] {
  const found: Token[] = []
  const shape = new RegExp(SHAPE)
  const end = text.trimEnd().length
  while (shape.lastIndex < end) {
    const from = shape.lastIndex
    const match = shape.exec(text)
    if (!match) throw invalidInput(`"${text}" can't be read at "${text.slice(from, from + 12)}".`)
    const [, number, quoted, name, sign] = match
    if (number) found.push({ kind: 'number', text: number, value: Number(number) })
    else if (quoted) found.push({ kind: 'text', text: quoted, value: unquote(quoted) })
    else if (name) found.push({ kind: 'name', text: name })
    else found.push({ kind: 'sign', text: sign ?? '' })
  }
  return [...found, { kind: 'end', text: 'the end' }]
}

const unquote = (quoted: string) =>
  quoted.slice(1, -1).replace(/\\(.)/g, (_, escaped: string) => ESCAPES[escaped] ?? escaped)
