/** The form of an expense as what is asked for, in the browser and on the server. */
import type { ExpenseRequest } from '@ministry/domain/finance/schema'
import { readAmount, type UnreadAmount } from '@ministry/kernel/money'

const textIn = (form: FormData, name: string) => {
  const value = form.get(name)
  return typeof value === 'string' ? value.trim() : ''
}

/** What the form says; the amount is read as people type it, and may be none. */
export function expenseFrom(form: FormData): ExpenseRequest | UnreadAmount {
  const currency = textIn(form, 'currency')
  const read = readAmount(textIn(form, 'amount'), currency)
  if ('code' in read) return read
  return {
    id: textIn(form, 'expenseId'),
    amount: { minor: read.minor, currency },
    payee: textIn(form, 'payee'),
    purpose: textIn(form, 'purpose'),
    fund: textIn(form, 'fund') || null,
  }
}

/** The same while it is being typed: the way goes by the amount and the payee, so it is drawn before all the rest is said. */
export function expenseSoFar(form: FormData): ExpenseRequest | null {
  const asked = expenseFrom(form)
  if ('code' in asked) return null
  return { ...asked, payee: asked.payee || '…', purpose: asked.purpose || '…' }
}
