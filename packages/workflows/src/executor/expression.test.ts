import { readFileSync } from 'node:fs'
import { at } from './durations.ts'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileExpression } from './expression.ts'

// The event that the verdicts were asked for.
const event = {
  data: {
    userId: 'u1',
    n: 5,
    nested: { x: 1 },
    nul: null,
    tags: ['a', 'b'],
    flag: true,
    f: false,
    s: 'Hello',
    ts: 1_700_000_000_000,
  },
}
const scope = { event, async: event, now: at(1_800_000_000_000) }
const verdicts = readFileSync(new URL('./expression-verdicts.tsv', import.meta.url), 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => line.split('\t') as [text: string, verdict: string, error: string])

describe('the verdicts of a real server', () => {
  it.each(verdicts.filter(([text, , error]) => error === '<nil>' && !text.includes('%')))(
    '%s is %s',
    (text, verdict) => {
      const expression = compileExpression(text)
      if (verdict === 'true' || verdict === 'false') expect(expression.test(scope)).toBe(verdict === 'true')
      else expect(expression.key(scope)).toBe(verdict)
    },
  )

  it('errs where the server errs', () => {
    const errors = verdicts.filter(([, , error]) => error !== '<nil>')
    expect(errors).toHaveLength(1)
    for (const [text] of errors) expect(() => compileExpression(text).test(scope)).toThrow('no order')
  })
})

describe('what is refused', () => {
  it.each([
    ['event.data.n % 2 == 1', '%'],
    ['event.data.n ==', 'the end'],
    ['event.data.n == 5)', ')'],
    ['evnt.data.n == 5', 'evnt'],
    ['shout(event.data.s)', 'shout'],
    ['event.data.s.shout()', 'shout'],
    ['event.data.s == "unended', '"unended'],
    ['', 'the end'],
    ['[1, 2', 'the end'],
    ['event.data.tags.exists(t == 1)', '=='],
  ])('%j', (text, named) => {
    expect(() => compileExpression(text)).toThrow(named)
    expect(() => compileExpression(text)).toThrow(expect.objectContaining({ kind: 'InvalidInput' }))
  })
})

describe('details', () => {
  it.each<[string, string]>([
    ['1 + 2 * 3', '7'],
    ['(1 + 2) * 3', '9'],
    ['-event.data.n + 7', '2'],
    ['10 / 4', '2.5'],
    ["'it\\'s' + \" so\"", "it's so"],
    ['event.data.nested', '{"x":1}'],
    ["event.data.tags.map(t, t + '!')", '["a!","b!"]'],
    ["event.data.tags.filter(t, t != 'a')", '["b"]'],
    ["size(event.data.tags.filter(t, event.data.s.contains('H') && t == 'a'))", '1'],
    ["event.data.n in [4, 5] ? 'yes' : 'no'", 'yes'],
    ['event.data.constructor', ''],
    ['now() - 1', '1799999999999'],
  ])('%s is %s', (text, value) => expect(compileExpression(text).key(scope)).toBe(value))

  it('never lets an expression reach beyond its event', () => {
    fc.assert(
      fc.property(fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'), (name) => {
        expect(compileExpression(`has(event.data.${name})`).test(scope)).toBe(false)
      }),
    )
  })

  it('reads any text or ends with InvalidInput', () => {
    const piece = fc.constantFrom(
      'event',
      '.data',
      '.n',
      '==',
      '5',
      "'a'",
      '&&',
      '||',
      '!',
      '(',
      ')',
      '[',
      ']',
      '?',
      ':',
      '+',
      ',',
      'in',
      'size(',
      '.exists(',
      't,',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(piece, { maxLength: 12 }).map((parts) => parts.join(' ')),
          fc.string(),
        ),
        (text) => {
          try {
            compileExpression(text)
          } catch (error) {
            expect(error).toMatchObject({ kind: 'InvalidInput' })
          }
        },
      ),
    )
  })
})
