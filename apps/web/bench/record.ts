/** What the product sends to the database while it does something, to be sent again by hand. */
import pg from 'pg'

export interface Statement {
  /** Of a statement that the product prepares. */
  name?: string | undefined
  text: string
  values: unknown[]
}

/**
 * Runs the act, which only reads, and returns the statements that it sent as the application's role, without those of sign-in and of what
 * goes on beside it and writes.
 */
export async function recordStatements(act: () => Promise<unknown>): Promise<Statement[]> {
  const sent = new Map<pg.Client, Statement[]>()
  const prototype = pg.Client.prototype as unknown as { query: (...args: unknown[]) => unknown }
  const original = prototype.query
  prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const first = args[0] as string | Statement
    const application = (this as unknown as { user?: string }).user?.endsWith('_app_login')
    if (application) {
      const statements = sent.get(this) ?? []
      sent.set(this, statements)
      statements.push(
        typeof first === 'string'
          ? { text: first, values: [] }
          : { name: first.name, text: first.text, values: first.values ?? [] },
      )
    }
    return original.apply(this, args)
  }
  try {
    await act()
  } finally {
    prototype.query = original
  }
  return [...sent.values()].filter(([first]) => /^begin read only/i.test(first?.text ?? '')).flat()
}

/**
 * Sends the statements again: prepared where they have values, which is the plain SQL side of a measure, or `asSent`, prepared only where
 * the product does so.
 */
export const replay =
  (client: pg.Client, statements: readonly Statement[], { asSent = false } = {}) =>
  async (): Promise<void> => {
    for (const [i, { name, text, values }] of statements.entries())
      if (!values.length) await client.query(text)
      else if (asSent && name === undefined) await client.query(text, values)
      else await client.query({ name: `replay ${i} ${text.length} ${hash(text)}`, text, values })
  }

function hash(text: string) {
  let sum = 0
  for (let i = 0; i < text.length; i++) sum = (sum * 31 + text.charCodeAt(i)) | 0
  return sum
}
