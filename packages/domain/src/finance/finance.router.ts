import { procedure, router } from '../door.ts'
import { expenses } from './expenses.ts'
import { rates } from './rates.ts'
import { setRate } from './set-rate.ts'

export const financeRouter = router({
  expenses: procedure(expenses),
  rates: procedure(rates),
  setRate: procedure(setRate),
})
