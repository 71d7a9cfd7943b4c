/** A test: the file that makes it, and its title as it stands there, with those of its groups before it: `group > test`. */
export interface Citation {
  file: string
  name: string
}
/** A document of the project, and words that stand in it. */
export interface Sentence {
  file: string
  says: string
}

/**
 * How a requirement stands: shown by tests, written down (what asks for a document), not applicable because of what we are not, or open:
 * it applies and is not met, or nothing shows it.
 */
export type Standing =
  | { tests: Citation[]; written?: never; because?: never; open?: never }
  | { written: Sentence[]; tests?: Citation[]; because?: never; open?: never }
  | { because: string; tests?: never; written?: never; open?: never }
  | { open: string; tests?: never; written?: never; because?: never }

/** A requirement of OWASP ASVS 5.0.0 at level 1 or 2, and what it asks in words of ours. */
export type Requirement = { id: string; level: 1 | 2; asks: string } & Standing

/** Tests of one file. */
export const of = (file: string, ...names: string[]): Citation[] => names.map((name) => ({ file, name }))

/** Requirements that ask for something that there is none of here, for one reason. */
export const none = (because: string, asks: readonly (readonly [id: string, level: 1 | 2, asks: string])[]) =>
  asks.map(([id, level, text]): Requirement => ({ id, level, asks: text, because }))
