/** What a form learns when its act was refused. */
export interface Answer {
  /** Name of the action that was asked: a page may have several forms. */
  act: string
  /** Said about the whole form. */
  problem: string | undefined
  /** Said about single fields. */
  issues: { name: string; message: string }[]
  /** What was typed; passwords and files never travel back. */
  typed: Record<string, string>
  /** What the form must bring so that it is known who sends it: the password, and perhaps a code; or a passkey. */
  proof?: { code: boolean; passkey: boolean } | undefined
  /** For support, where something broke. */
  id: string | undefined
}

/** Which act on this was refused, if any was: what it is about stands in the form's field `id`. */
export const refusedOn = (form: unknown, id: string): string | undefined =>
  isAnswer(form) && form.typed['id'] === id ? form.act : undefined
/** Whether a page's `form` is a refusal. */
export const isAnswer = (form: unknown): form is Answer =>
  typeof form === 'object' && form !== null && 'typed' in form && 'issues' in form
