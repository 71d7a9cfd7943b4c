import { createReadStream, existsSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { scoreDuplicates } from './duplicate-score.ts'

const folder = join(import.meta.dirname, '../../../../shared/samples/3-names-emails-phones-dupes/duplicates')
const there = existsSync(folder)
if (!there) console.warn('Skipped: the labelled sets of duplicates are not there.')

describe.skipIf(!there)('on labelled sets', () => {
  test.each([
    ['febrl1-clusters.csv', 0.95],
    ['splink_fake1000-clusters.csv', 0.8],
  ])('%s', { timeout: 60_000 }, async (file, recall) => {
    const { truePairs, certain, possible } = await scoreDuplicates(createReadStream(join(folder, file)))
    expect(certain.found).toBeGreaterThan(truePairs / 3)
    expect(certain.right / certain.found).toBeGreaterThanOrEqual(0.995)
    expect(possible.right / truePairs).toBeGreaterThanOrEqual(recall)
    expect(possible.right / possible.found).toBeGreaterThanOrEqual(0.9)
  })
})

test('counts what a file says', async () => {
  const csv = `cluster,First name,Last name,Birth date,Email
1,Amina,Otieno,2004-05-17,amina@example.org
1,Amina,Otieno,2004-05-17,amina@example.org
1,Jonas,Keller,2001-01-02,jonas@example.org
2,Grace,Mutua,2003-03-09,`
  const score = await scoreDuplicates(Readable.from([Buffer.from(csv)]))
  expect(score).toEqual({
    people: 4,
    truePairs: 3,
    certain: { found: 1, right: 1 },
    possible: { found: 1, right: 1 },
  })
  await expect(scoreDuplicates(Readable.from([Buffer.from('name\nAmina')]))).rejects.toThrow(/no column "cluster"/)
})
