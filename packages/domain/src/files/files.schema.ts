/** Shapes of files, for the browser too. Source: DOC-1. */
import { id } from '@ministry/kernel/id'
import * as z from 'zod'

/** Input of verbs whose subject takes files: uploads of the caller's own, in the order to be shown. */
export const fileIds = z.array(id()).max(50)

/** A file as lists show it. */
export const attachedFile = z.object({
  id: id(),
  name: z.string(),
  /** As found in the content. */
  mediaType: z.string(),
  /** Bytes. */
  size: z.number().int(),
  /** Of the stored bytes, hexadecimal: part of what was approved. */
  sha256: z.string(),
  /** Pixels, of images as they are shown; null for anything else. */
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  uploadedAt: z.date(),
})
export type AttachedFile = z.output<typeof attachedFile>

export const uploadInput = z.object({
  /** As the sender's device calls it; never trusted. */
  name: z.string().max(1000),
  content: z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'files.upload.kind'),
  /** A picture is cut to a square around what the eye falls on: photos of people. */
  square: z.boolean().default(false),
})
export const oneFile = z.object({ id: id() })
export const done = z.object({})
