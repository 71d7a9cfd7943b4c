import { Buffer } from 'node:buffer'
import { describe, expect, it } from 'vitest'
import { likelyCodePage } from './code-page.ts'
import { readWhole } from './testing/samples.ts'

/** A text in a code page of one byte a letter. */
function written(text: string, page: string): Buffer {
  const bytes = new Map(
    Array.from({ length: 256 }, (_, byte) => [new TextDecoder(page).decode(Uint8Array.of(byte)), byte]),
  )
  return Buffer.from([...text].map((char) => bytes.get(char)!))
}

describe('code pages', () => {
  it.each([
    ['windows-1252', 'Name,Stadt\nMüller,Köln\nGroß,Düsseldorf\nJosé,São Paulo\nGarçon,Besançon'],
    ['windows-1252', 'Søren,Åse,Jørgen,Næss\nØystein,Blåbær'],
    ['windows-1252', 'Nicolò,Così\nPerù,È vero,città'],
    ['windows-1252', '“Smith’s” – 5° £10, café'],
    ['windows-1252', 'name\nÉ'],
    ['windows-1252', 'RENÉ,JOSÉ,MÜLLER,FRANÇOIS'],
    ['windows-1252', 'Nuñez,Íñigo,Peña,Ángel'],
    ['windows-1250', 'Imię,Miasto\nŁukasz,Łódź\nStanisław,Kraków\nBłażej,Wąsowski\nGrażyna,Świąt'],
    ['windows-1250', 'Jiří,Dvořák\nŽofie,Příbramě\nTomáš,Černý\nLubomír,Dušek,Ústí nad Labem'],
    ['windows-1251', 'Имя,Город\nИван,Москва\nЁлка,Київ'],
    ['windows-1251', 'Name,City\nИван Петров,Sofia'],
    ['macintosh', 'Name,Stadt\nMüller,Köln\nGroß,Düsseldorf\nJosé,São Paulo'],
    ['macintosh', 'Name\nRené,Hélène,Françoise'],
  ])('%s: %j', async (page, text) => {
    const bytes = written(text, page)
    expect(likelyCodePage(bytes)).toBe(page)
    const { encoding, letters } = await readWhole(Buffer.concat([bytes, Buffer.from('\nx')]))
    expect(encoding).toBe(page)
    expect(letters!.length).toBeGreaterThan(0)
    for (const word of letters!) expect(text).toContain(word)
  })
})
