/** Whoever was turned away, and what came too often, stands in the log of every installation; the rest where it is asked for. Source: ASVS 16.3. */
export const requestLevel = (status: number): 'warn' | 'info' => ([401, 403, 429].includes(status) ? 'warn' : 'info')
