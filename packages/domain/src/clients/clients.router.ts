import { procedure, router } from '../door.ts'
import { confirmSignIn } from './confirm-sign-in.ts'
import { createKey } from './create-key.ts'
import { keys } from './keys.ts'
import { refresh } from './refresh.ts'
import { revokeKey } from './revoke-key.ts'
import { signIn } from './sign-in.ts'
import { signOut } from './sign-out.ts'

export const clientsRouter = router({
  signIn: procedure(signIn),
  confirmSignIn: procedure(confirmSignIn),
  refresh: procedure(refresh),
  signOut: procedure(signOut),
  keys: procedure(keys),
  createKey: procedure(createKey),
  revokeKey: procedure(revokeKey),
})
