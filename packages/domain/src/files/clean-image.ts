import { MinistryError, ruleBroken } from '@ministry/kernel/errors'
import sharp, { type Sharp } from 'sharp'
import { longestSide, mostPixels, smallSide, squareSide } from './files.rules.ts'

export interface CleanImage {
  content: Uint8Array
  /** The picture for lists, WebP. */
  small: Uint8Array
  /** Pixels as shown. */
  width: number
  height: number
}
type ImageType = 'image/jpeg' | 'image/png' | 'image/webp'

/**
 * The picture painted anew, upright, in sRGB, without anything but its pixels: no place, no device, no thumbnail, no comment,
 * and nothing that stood before, between or behind them. Large ones are made smaller; `square` cuts it. Errors: RuleBroken `files.upload.damaged`,
 * `files.upload.too-many-pixels`. Source: DOC-1 (images cleaned of metadata, resized).
 */
export async function cleanImage(content: Uint8Array, mediaType: ImageType, square = false): Promise<CleanImage> {
  try {
    const { width = 0, height = 0 } = await opened(content).metadata()
    if (width * height > mostPixels) throw ruleBroken('files.upload.too-many-pixels')
    const picture = opened(content)
      .autoOrient()
      .resize(square ? cut(Math.min(width, height)) : within(longestSide))
    const { data, info } = await as(picture, mediaType).timeout({ seconds: 30 }).toBuffer({ resolveWithObject: true })
    const small = await sharp(data).resize(within(smallSide)).webp({ quality: 75 }).toBuffer()
    return { content: data, small, width: info.width, height: info.height }
  } catch (cause) {
    if (cause instanceof MinistryError) throw cause
    throw Object.assign(ruleBroken('files.upload.damaged'), { cause })
  }
}

const within = (side: number) => ({ width: side, height: side, fit: 'inside', withoutEnlargement: true }) as const
/** A square as large as the shorter side gives, around what the eye falls on. */
function cut(shorter: number) {
  const side = Math.min(shorter, squareSide)
  return { width: side, height: side, fit: 'cover', position: 'attention' } as const
}

/** The declared size is looked at above, so that it has words of its own. */
const opened = (content: Uint8Array) => sharp(content, { failOn: 'error', limitInputPixels: false })

function as(picture: Sharp, mediaType: ImageType): Sharp {
  if (mediaType === 'image/jpeg') return picture.jpeg({ quality: 85, mozjpeg: true })
  return mediaType === 'image/png' ? picture.png({ compressionLevel: 8 }) : picture.webp({ quality: 85 })
}
