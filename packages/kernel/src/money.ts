import * as z from 'zod'

/** An amount in minor units of an ISO 4217 currency: 60 dollars are `{ minor: 6000, currency: 'USD' }`. Source: FIN-1. */
export const money = z.object({ minor: z.number().int(), currency: z.string().regex(/^[A-Z]{3}$/) })
export type Money = z.infer<typeof money>

/** Decimal places of a currency, as the runtime's CLDR data has them (USD 2, JPY 0, KWD 3). */
export const decimalsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2

/** Whether the code names a currency that the runtime knows. */
export const isCurrency = (code: string): boolean => Intl.supportedValuesOf('currency').includes(code)
