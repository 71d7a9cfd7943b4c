/** The demo movement and who can sign in to it: only on the embedded database, never in production. */
import { createPasswords, passwordPepper } from '@ministry/auth'
import { roleNames } from '@ministry/access'
import { m } from '@ministry/kernel/messages'
import { seedDemo, story } from '@ministry/seed'

/** Writes the demo movement unless it is there already; says which. */
export function seed(ownerUrl: string, secret: string): Promise<boolean> {
  const { hash } = createPasswords({ pepper: passwordPepper(secret) })
  return seedDemo(ownerUrl, hash)
}

/** One account for each role, with the place it is held at. */
export function demoAccounts() {
  const names = new Map(Object.values(story.nodes).map(({ id, name }) => [id, name]))
  const roleName = m as unknown as Record<string, (() => string) | undefined>
  const accounts = roleNames.map((role) => {
    const { username, nodeId } = story.accounts[role]
    return {
      username,
      role: roleName[`role_${role.replaceAll('-', '_')}`]?.() ?? role,
      place: nodeId ? names.get(nodeId)! : '',
    }
  })
  return { password: story.password, accounts }
}
