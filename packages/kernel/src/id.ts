import { v7, validate } from 'uuid'
import * as z from 'zod'

/** A new identifier: UUID version 7, so that it sorts by the time of its making. Source: RFC 9562. */
export const newId = (now?: Date): string => v7(now && { msecs: now.getTime() })

/** Whether the text is a UUID of any version. */
export const isId = (text: string): boolean => validate(text)

/**
 * Schema of an identifier in inputs and outputs, always in small letters: the database takes either, and rules compare texts ("nobody
 * decides on their own request"). Source: RFC 9562, section 4.
 */
export const id = () => z.uuid().toLowerCase()
