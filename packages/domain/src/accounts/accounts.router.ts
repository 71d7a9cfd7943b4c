import { procedure, router } from '../door.ts'
import { acceptInvitation } from './accept-invitation.ts'
import { changePassword } from './change-password.ts'
import { deactivate } from './deactivate.ts'
import { devices } from './devices.ts'
import { endDevice } from './end-device.ts'
import { endRole } from './end-role.ts'
import { invitation } from './invitation.ts'
import { invitations } from './invitations.ts'
import { invite } from './invite.ts'
import { list } from './list.ts'
import { me } from './me.ts'
import { nameBoardMember } from './name-board-member.ts'
import { passwordReset } from './password-reset.ts'
import { proposableRoles } from './proposable-roles.ts'
import { reactivate } from './reactivate.ts'
import { requestReset } from './request-reset.ts'
import { resendInvitation } from './resend-invitation.ts'
import { resetPassword } from './reset-password.ts'
import { revokeInvitation } from './revoke-invitation.ts'
import { roles } from './roles.ts'
import { setUp } from './set-up.ts'
import { signIn } from './sign-in.ts'
import { signOut } from './sign-out.ts'
import { signOutEverywhere } from './sign-out-everywhere.ts'

export const accountsRouter = router({
  signIn: procedure(signIn),
  signOut: procedure(signOut),
  signOutEverywhere: procedure(signOutEverywhere),
  devices: procedure(devices),
  endDevice: procedure(endDevice),
  me: procedure(me),
  requestReset: procedure(requestReset),
  passwordReset: procedure(passwordReset),
  resetPassword: procedure(resetPassword),
  changePassword: procedure(changePassword),
  invite: procedure(invite),
  resendInvitation: procedure(resendInvitation),
  revokeInvitation: procedure(revokeInvitation),
  invitations: procedure(invitations),
  invitation: procedure(invitation),
  acceptInvitation: procedure(acceptInvitation),
  list: procedure(list),
  deactivate: procedure(deactivate),
  reactivate: procedure(reactivate),
  roles: procedure(roles),
  proposableRoles: procedure(proposableRoles),
  nameBoardMember: procedure(nameBoardMember),
  endRole: procedure(endRole),
  setUp: procedure(setUp),
})
