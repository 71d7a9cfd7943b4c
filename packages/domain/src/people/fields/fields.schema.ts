/** Shapes of custom fields and tags: their definitions, and their values on a person. The browser may import this file. Source: PPL-1. */
import { id } from '@ministry/kernel/id'
import * as z from 'zod'

const fieldKinds = ['text', 'long-text', 'number', 'date', 'yes-no', 'one-of', 'several-of', 'link'] as const
export type FieldKind = (typeof fieldKinds)[number]
/** Kinds whose values are chosen from the field's options. */
export const isChoice = (kind: FieldKind): boolean => kind === 'one-of' || kind === 'several-of'

const word = (max: number) => z.string().trim().min(1).max(max)
/** Values keep the key; the label may be put into better words. A retired option stays where it is on record. */
const fieldOption = z.object({ key: word(60), label: word(100), retired: z.boolean().optional() })
export type FieldOption = z.output<typeof fieldOption>
const options = z.array(fieldOption).max(200)

/** A field's definition as it holds at a node. */
export const customField = z.object({
  id: id(),
  /** Where it is defined: the node itself or one above. */
  nodeId: id(),
  nodeName: z.string(),
  /** In the words of the node. */
  label: z.string(),
  help: z.string().nullable(),
  kind: z.enum(fieldKinds),
  /** Empty for kinds that aren't chosen. */
  options,
  required: z.boolean(),
  /** For readers of sensitive fields only (`sensitiveCustom`), others `custom`. */
  sensitive: z.boolean(),
  retired: z.boolean(),
  version: z.number().int(),
})
export type CustomField = z.output<typeof customField>

/**
 * A value as it is kept: text and links as text, a number, a date in ISO 8601, true or false, the key of an option, or the keys of
 * several in their order.
 */
export const customValue = z.union([
  z.string().max(10_000),
  z.number(),
  z.boolean(),
  z.array(z.string().max(60)).max(200),
])
export type CustomValue = z.output<typeof customValue>
/** Values by the id of the field. */
export type CustomValues = Record<string, CustomValue>
/** Values to write: an absent one stays as it is, null erases. */
export const customChange = z.record(id(), customValue.nullable())
export type CustomChange = z.output<typeof customChange>

/** A tag as it may be used at a node. */
export const tag = z.object({ id: id(), nodeId: id(), nodeName: z.string(), name: z.string(), retired: z.boolean() })
export type Tag = z.output<typeof tag>
const tagIds = z.array(id()).max(100)
/** Tags to put on and to take away; one that is there, or isn't, already is no change. */
export const tagChange = z.object({ add: tagIds.optional(), remove: tagIds.optional() })
export type TagChange = z.output<typeof tagChange>

// ── Acts ────────────────────────────────────────────────────────────────────────────────────────────────────────
/** `retired`: those that are out of use too. */
export const wordsAt = z.object({ nodeId: id(), retired: z.boolean().default(false) })
export const fieldsOutput = z.object({ fields: z.array(customField), mayDefine: z.boolean() })
/** An option without a key is a new one and is given its key. */
const optionIn = fieldOption.partial({ key: true })
export type OptionIn = z.output<typeof optionIn>
const about = {
  label: word(100),
  help: word(500).nullish(),
  options: z.array(optionIn).max(200).default([]),
  required: z.boolean().default(false),
  sensitive: z.boolean().default(false),
}
export const defineFieldInput = z.object({ nodeId: id(), kind: z.enum(fieldKinds), ...about })
/** The kind stays: values of another kind would be lost. */
export const changeFieldInput = z.object({ id: id(), version: z.number().int(), ...about })
export const madeWord = z.object({ id: id() })
export const oneWord = z.object({ id: id() })
/** The node's own fields in their new order. */
export const orderFieldsInput = z.object({ nodeId: id(), ids: z.array(id()).min(1).max(200) })
export const tagsOutput = z.object({ tags: z.array(tag), mayCreate: z.boolean() })
export const createTagInput = z.object({ nodeId: id(), name: word(60) })
export const renameTagInput = z.object({ id: id(), name: word(60) })
export const tagPeopleInput = tagChange.extend({ ids: z.array(id()).min(1).max(1000) })
/** Whose tags were changed, and how many were left because the caller may not, or the tag doesn't hold for them. */
export const tagPeopleOutput = z.object({ ids: z.array(id()), left: z.number().int() })
