import { createContext } from 'svelte'

/** What a form knows of its last refusal: each field finds its own complaint and what was typed into it. */
export interface FormState {
  issueOf(name: string): string | undefined
  typedIn(name: string): string | undefined
  /** Whether there is a complaint about the field, or about or in one of its inputs, or something typed. */
  touches(name: string): boolean
}

const [get, set] = createContext<FormState>()

/** Hands the state to the fields inside; called by the form's component. */
export const setFormState = set

/** The state of the form around, or an empty one where a field stands alone. */
export function formState(): FormState {
  try {
    return get()
  } catch {
    return { issueOf: () => undefined, typedIn: () => undefined, touches: () => false }
  }
}
