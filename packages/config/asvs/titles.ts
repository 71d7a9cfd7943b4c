/** The titles of tests that a file makes, read from its text. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ts from 'typescript'

const groups = ['describe', 'test', 'it']

/** Of each test in a file, and in what it imports from beside it, the titles of its groups and its own, as they stand in the text. */
export function titlesIn(file: string, depth = 1): string[][] {
  if (!existsSync(file)) return []
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)
  const found: string[][] = []
  visit(source, [])
  return found

  function visit(node: ts.Node, above: string[]): void {
    if (ts.isImportDeclaration(node) && depth > 0 && ts.isStringLiteral(node.moduleSpecifier)) {
      const { text } = node.moduleSpecifier
      if (text.startsWith('./')) found.push(...titlesIn(join(dirname(file), text), depth - 1))
    }
    const title = ts.isCallExpression(node) && groups.includes(rootOf(node)) ? titleOf(node.arguments[0]) : undefined
    if (title === undefined) return ts.forEachChild(node, (child) => visit(child, above))
    const path = [...above, title]
    const before = found.length
    ts.forEachChild(node, (child) => visit(child, path))
    if (found.length === before && !/describe/.test((node as ts.CallExpression).expression.getText())) found.push(path)
  }
}

/** `test` of `test.each([…])('…')`. */
function rootOf({ expression }: ts.CallExpression): string {
  let at: ts.Expression = expression
  while (ts.isPropertyAccessExpression(at) || ts.isCallExpression(at)) at = at.expression
  return ts.isIdentifier(at) ? at.text : ''
}

function titleOf(node: ts.Node | undefined): string | undefined {
  if (node && ts.isStringLiteralLike(node)) return node.text
  return node && ts.isTemplateExpression(node) ? node.getText().slice(1, -1) : undefined
}

/** A tag is no part of a title: `opens @phone` is `opens`. */
const untagged = (title: string) => title.replaceAll(/ @\w+/g, '')

/** Whether these titles end with those of a citation. Where tests are made from a table, `fits` takes what they were made into. */
export function endsWith(
  path: readonly string[],
  name: string,
  fits = (title: string, cited: string) => title === cited,
) {
  const cited = name.split(' > ')
  const last = path.slice(-cited.length)
  return last.length === cited.length && last.every((title, at) => fits(untagged(title), cited[at]!))
}

/** Whether a test of this title was made from this one, in which `%s`, `$name` and `${name}` stand for anything. */
export function madeFrom(title: string, cited: string): boolean {
  const parts = cited.split(/%[sdifjoO#c]|\$\{[^}]*\}|\$\w+(?:\.\w+)*/)
  const escaped = parts.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${escaped.join('.*')}$`, 's').test(title)
}
