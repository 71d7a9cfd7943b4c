import { createHmac } from 'node:crypto'

/** What passwords are peppered with: follows from the installation's secret, and from nothing in the database. Source: ACC-4. */
export const passwordPepper = (secret: string): string =>
  createHmac('sha256', secret).update('password pepper').digest('hex')
