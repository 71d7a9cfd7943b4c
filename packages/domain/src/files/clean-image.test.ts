import sharp from 'sharp'
import { expect, test } from 'vitest'
import { cleanImage } from './clean-image.ts'
import { giantPng, photo, plainPhoto, secrets } from './testing/samples.ts'

const types = { jpeg: 'image/jpeg', png: 'image/png', webp: 'image/webp' } as const

test.each(['jpeg', 'png', 'webp'] as const)(
  'a photo as %s loses all but its picture, and stands upright',
  async (format) => {
    const original = await photo(format)
    const before = await sharp(original).metadata()
    expect(before.orientation, 'the sample lies on its side').toBe(6)
    expect(before.exif!.includes('Nairobi-Device') && before.exif!.length > 150, 'the sample has a place').toBe(true)
    // In PNG such words are packed.
    const inSample = Buffer.concat([original, before.xmp!])
    for (const secret of secrets) expect(inSample.includes(secret), `the sample has ${secret}`).toBe(true)
    const { content, small, width, height } = await cleanImage(original, types[format])
    expect([width, height]).toEqual([40, 20])
    for (const bytes of [content, small]) {
      const { exif, xmp, icc, iptc, orientation, comments } = await sharp(bytes).metadata()
      expect({ exif, xmp, icc, iptc, orientation, comments }).toEqual({})
      for (const secret of [...secrets, 'Exif', 'GPS', 'xmpmeta'])
        expect(Buffer.from(bytes).includes(secret), secret).toBe(false)
    }
    const [r = 0, , b = 0] = await sharp(content).extract({ left: 5, top: 10, width: 1, height: 1 }).raw().toBuffer()
    expect(r > 200 && b < 80, 'red stays on the left').toBe(true)
  },
)

test('a large picture is made smaller, its shape kept', async () => {
  const { width, height, small } = await cleanImage(await plainPhoto(4000, 1000), 'image/jpeg')
  expect([width, height]).toEqual([3000, 750])
  expect(await sharp(small).metadata()).toMatchObject({ width: 320, format: 'webp' })
})

test('what says that it has more pixels than any camera is refused before they are painted', async () => {
  const started = performance.now()
  await expect(cleanImage(giantPng(60_000), 'image/png')).rejects.toMatchObject({
    code: 'files.upload.too-many-pixels',
  })
  expect(performance.now() - started).toBeLessThan(2000)
})

test.each([
  ['broken off', async () => (await plainPhoto(200, 200)).subarray(0, 400)],
  ['only the first bytes', () => Promise.resolve(Buffer.from([0xff, 0xd8, 0xff, 0xe0]))],
])('a damaged picture is refused: %s', async (_, content) => {
  await expect(cleanImage(await content(), 'image/jpeg')).rejects.toMatchObject({ code: 'files.upload.damaged' })
})

test('of a file that is a picture and a page only the picture stays', async () => {
  const both = Buffer.concat([await plainPhoto(), Buffer.from('<script>alert(document.cookie)</script>')])
  const { content } = await cleanImage(both, 'image/jpeg')
  expect(Buffer.from(content).includes('<script')).toBe(false)
})
