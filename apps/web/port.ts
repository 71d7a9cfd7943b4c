import { createServer } from 'node:net'
import { unavailable } from '@ministry/kernel/errors'
import type { Environment } from './environment.ts'

/** Throws Unavailable with one clear sentence when somebody else listens where the product would. */
export async function assertPortFree({ port, host }: Environment): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const probe = createServer()
    probe.once('error', ({ code, message }: NodeJS.ErrnoException) => {
      const why =
        code === 'EADDRINUSE'
          ? `Port ${port} on ${host} is in use: stop the other program, or start with another one, for instance PORT=${port + 1} npm start.`
          : code === 'EACCES'
            ? `Port ${port} needs more rights than this user has: choose one above 1023 with PORT.`
            : `The product can't listen on ${host}:${port}: ${message}.`
      reject(unavailable('web.port', new Error(why)))
    })
    probe.listen(port, host, () => probe.close(() => resolve()))
  })
}
