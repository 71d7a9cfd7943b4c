/** Requests of the demo's people, sent to the API as a page would: for specs that are about what comes after. */
import { newId } from '@ministry/kernel/id'
import { story } from '@ministry/seed'
import { expect, type Page } from '@playwright/test'

/** Calls a procedure as whoever is signed in on the page; the answer, or what was refused. */
export async function call<T>(page: Page, path: string, input: object, method: 'GET' | 'POST' = 'POST'): Promise<T> {
  const { origin } = new URL(page.url())
  const answer =
    method === 'GET'
      ? await page.request.get(`/api/trpc/${path}?input=${encodeURIComponent(JSON.stringify({ json: input }))}`)
      : await page.request.post(`/api/trpc/${path}`, { headers: { origin }, data: { json: input } })
  expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true)
  return ((await answer.json()) as { result: { data: { json: T } } }).result.data.json
}

interface Expense {
  /** Whole units of the movement's currency. */
  amount: number
  purpose: string
  payee?: string
  nodeId?: string
}
/** Asks for money; the case's identifier. A payee of its own each time, so that nothing adds up. */
export async function askForMoney(page: Page, { amount, purpose, payee, nodeId }: Expense): Promise<string> {
  const id = newId()
  const ownId = newId()
  const payload = {
    id: ownId,
    amount: { minor: amount * 100, currency: 'KES' },
    payee: payee ?? `Shop ${ownId.slice(-6)}`,
    purpose,
  }
  await call(page, 'approvals.submit', { id, kind: 'expense', nodeId: nodeId ?? story.nodes.mustardSeed.id, payload })
  return id
}
