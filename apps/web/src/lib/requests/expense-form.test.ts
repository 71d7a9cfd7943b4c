import { expect, test } from 'vitest'
import { expenseFrom, expenseSoFar } from './expense-form.ts'

const formWith = (fields: Record<string, string>) => {
  const form = new FormData()
  for (const [name, value] of Object.entries({ expenseId: 'e', currency: 'KES', ...fields })) form.set(name, value)
  return form
}

test('what was typed is what is asked for', () => {
  const form = formWith({ amount: ' 5,000.01 ', payee: ' Printers ', purpose: 'Song sheets', fund: '' })
  expect(expenseFrom(form)).toEqual({
    ...{ id: 'e', payee: 'Printers', purpose: 'Song sheets', fund: null },
    amount: { minor: 500_001, currency: 'KES' },
  })
})

test('the way can be looked up before all is said, but not without an amount', () => {
  expect(expenseSoFar(formWith({ amount: '60' }))).toMatchObject({ payee: '…', purpose: '…', amount: { minor: 6000 } })
  expect(expenseSoFar(formWith({ amount: '' }))).toBeNull()
  expect(expenseSoFar(formWith({ amount: '100.505' }))).toBeNull()
})
