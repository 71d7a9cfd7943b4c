/** Starts the product in a process of its own and kills it with -9. Only tests import this. Source: OPS-4. */
import type { DutyUrls } from '@ministry/db'
import { story } from '@ministry/seed'
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Answered, Asked } from './killed-product.ts'

export interface StartedProduct {
  /** Calls a procedure there, `approvals.submit`, as the account of this role. Throws what it answers as an error. */
  ask(by: keyof typeof story.accounts, path: string, input: object): Promise<unknown>
  /** Ends it with -9. */
  kill(): Promise<void>
}

/** Starts processes on this database; `end` kills those that still live. */
export function productsOn(urls: DutyUrls) {
  const alive = new Set<ChildProcess>()
  const start = async (): Promise<StartedProduct> => {
    const child = fork(join(import.meta.dirname, 'killed-product.ts'), [JSON.stringify(urls)])
    alive.add(child)
    const [first] = (await once(child, 'message')) as [Answered]
    if (first !== 'ready') throw new Error(JSON.stringify(first))
    return {
      async ask(by, path, input) {
        child.send({ path, accountId: story.accounts[by].accountId, input } satisfies Asked)
        const [answer] = (await once(child, 'message')) as [Answered]
        if (typeof answer === 'string' || 'error' in answer) throw new Error(JSON.stringify(answer))
        return answer.value
      },
      async kill() {
        alive.delete(child)
        child.kill('SIGKILL')
        await once(child, 'exit')
      },
    }
  }
  return { start, end: () => alive.forEach((child) => child.kill('SIGKILL')) }
}
