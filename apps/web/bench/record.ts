/** What the product sends to the database while it does something, to be sent again by hand. */
import pg from 'pg'

export interface Statement {
  text: string
  values: unknown[]
}

/** Runs the act and returns the statements that it sent as the application's role, without those of sign-in. */
export async function recordStatements(act: () => Promise<unknown>): Promise<Statement[]> {
  const statements: Statement[] = []
  const prototype = pg.Client.prototype as unknown as { query: (...args: unknown[]) => unknown }
  const original = prototype.query
  prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const first = args[0] as string | Statement
    const application = (this as unknown as { user?: string }).user?.endsWith('_app_login')
    if (application)
      statements.push(
        typeof first === 'string' ? { text: first, values: [] } : { text: first.text, values: first.values ?? [] },
      )
    return original.apply(this, args)
  }
  try {
    await act()
  } finally {
    prototype.query = original
  }
  return statements
}

/** Sends the statements as they were, prepared where they have values: the plain SQL side of a measure. */
export const replay = (client: pg.Client, statements: readonly Statement[]) => async (): Promise<void> => {
  for (const [i, { text, values }] of statements.entries())
    await client.query(values.length ? { name: `replay ${i} ${text.length} ${hash(text)}`, text, values } : text)
}

function hash(text: string) {
  let sum = 0
  for (let i = 0; i < text.length; i++) sum = (sum * 31 + text.charCodeAt(i)) | 0
  return sum
}
