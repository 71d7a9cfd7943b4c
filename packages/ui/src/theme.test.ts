import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { contrast, fromOklch, type Rgb } from './contrast.ts'
import { hues } from './avatar-colour.ts'

const css = ['theme.css', 'tokens.css'].map((file) => readFileSync(new URL(file, import.meta.url), 'utf8')).join('\n')
const values = new Map([...css.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name!, value!.trim()]))

type Mode = 'light' | 'dark'
function colour(name: string, mode: Mode): Rgb {
  let value = values.get(`--color-${name}`)
  if (!value) throw new Error(`There is no colour ${name}`)
  const pair = /^light-dark\((.+\)),\s*(.+\))\)$/s.exec(value)
  if (pair) value = (mode === 'light' ? pair[1] : pair[2])!.trim()
  const alias = /^var\(--color-([\w-]+)\)$/.exec(value)
  if (alias) return colour(alias[1]!, mode)
  const plain = /^oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)$/.exec(value)
  if (!plain) throw new Error(`${name} is not a plain colour: ${value}`)
  return fromOklch(Number(plain[1]), Number(plain[2]), Number(plain[3]))
}

const grounds = ['paper', 'card', 'sunken', 'hover']
const text: [string, string][] = [
  ...['ink', 'ink-soft', 'accent', 'warm', 'danger', 'good'].flatMap((front) =>
    grounds.map((ground): [string, string] => [front, ground]),
  ),
  ['on-accent', 'accent-solid'],
  ['on-accent', 'accent-solid-hover'],
  ['on-danger', 'danger-solid'],
  ['on-danger', 'danger-solid-hover'],
  ['on-accent-soft', 'accent-soft'],
  ['on-warm-soft', 'warm-soft'],
  ['on-danger-soft', 'danger-soft'],
  ['on-good-soft', 'good-soft'],
  ['on-quiet-soft', 'quiet-soft'],
  ['ink', 'accent-soft'],
  ['ink', 'warm-soft'],
  ['ink', 'danger-soft'],
  ['ink', 'good-soft'],
]
/** Edges and signs that carry meaning. Source: WCAG 2.2, 1.4.11. */
const signs: [string, string][] = [
  ...grounds.map((ground): [string, string] => ['focus', ground]),
  ['line-strong', 'paper'],
  ['line-strong', 'card'],
  ['accent-solid', 'paper'],
  ['accent-solid', 'card'],
  ['good-solid', 'card'],
]

for (const mode of ['light', 'dark'] as const) {
  test.each(text)(`${mode}: text in %s can be read on %s`, (front, ground) => {
    expect(contrast(colour(front, mode), colour(ground, mode))).toBeGreaterThanOrEqual(4.5)
  })
  test.each(signs)(`${mode}: %s stands out from %s`, (front, ground) => {
    expect(contrast(colour(front, mode), colour(ground, mode))).toBeGreaterThanOrEqual(3)
  })
}

test.each(hues)('initials can be read on an avatar of hue %i', (hue) => {
  expect(contrast(fromOklch(0.38, 0.075, hue), fromOklch(0.91, 0.045, hue))).toBeGreaterThanOrEqual(4.5)
  expect(contrast(fromOklch(0.9, 0.05, hue), fromOklch(0.36, 0.05, hue))).toBeGreaterThanOrEqual(4.5)
})

test('the measure itself: black on white is 21, and a grey that is too light fails', () => {
  expect(contrast(fromOklch(0, 0, 0), fromOklch(1, 0, 0))).toBeCloseTo(21, 1)
  expect(contrast(fromOklch(0.75, 0, 0), fromOklch(1, 0, 0))).toBeLessThan(3)
})
