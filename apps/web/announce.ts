import type { Product } from '@ministry/api'
import { demoAccounts } from './demo/index.ts'
import type { Environment } from './environment.ts'

/** What a person needs to begin: the address, and either the demo accounts or the link of the first run. */
export async function announce({ origin }: Environment, product: Product, demo: boolean): Promise<void> {
  console.log(`\n  Ready at ${origin}\n`)
  const link = await product.setUp.link()
  if (link) {
    console.log(
      '  This installation is empty. Create the movement and its first National Director (the link works once):',
    )
    console.log(`  ${link}\n`)
  } else if (demo) {
    const { password, accounts } = demoAccounts()
    console.log(`  Demo accounts, all with the password  ${password}\n`)
    const width = Math.max(...accounts.map(({ username }) => username.length))
    for (const { username, role, place } of accounts)
      console.log(`    ${username.padEnd(width)}   ${[role, place].filter(Boolean).join(', ')}`)
    console.log('')
  }
  console.log('  Ctrl-C stops everything.\n')
}
