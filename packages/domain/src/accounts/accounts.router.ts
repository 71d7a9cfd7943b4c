import { procedure, router } from '../door.ts'
import { acceptInvitation } from './accept-invitation.ts'
import { addPasskey } from './add-passkey.ts'
import { askPasskey } from './ask-passkey.ts'
import { beginPasskey } from './begin-passkey.ts'
import { beginTotp } from './begin-totp.ts'
import { begunTotp } from './begun-totp.ts'
import { changePassword } from './change-password.ts'
import { confirmSignIn } from './confirm-sign-in.ts'
import { confirmTotp } from './confirm-totp.ts'
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
import { makeRecoveryCodes } from './new-recovery-codes.ts'
import { passwordReset } from './password-reset.ts'
import { proposableRoles } from './proposable-roles.ts'
import { prove } from './prove.ts'
import { proveWithPasskey } from './prove-with-passkey.ts'
import { reactivate } from './reactivate.ts'
import { removePasskey } from './remove-passkey.ts'
import { removeTotp } from './remove-totp.ts'
import { requestReset } from './request-reset.ts'
import { resendInvitation } from './resend-invitation.ts'
import { resetSecondFactor } from './reset-second-factor.ts'
import { secondFactor } from './second-factor.ts'
import { resetPassword } from './reset-password.ts'
import { revokeInvitation } from './revoke-invitation.ts'
import { roles } from './roles.ts'
import { setUp } from './set-up.ts'
import { signIn } from './sign-in.ts'
import { signInWithPasskey } from './sign-in-with-passkey.ts'
import { signOut } from './sign-out.ts'
import { signOutEverywhere } from './sign-out-everywhere.ts'

export const accountsRouter = router({
  signIn: procedure(signIn),
  confirmSignIn: procedure(confirmSignIn),
  askPasskey: procedure(askPasskey),
  signInWithPasskey: procedure(signInWithPasskey),
  prove: procedure(prove),
  proveWithPasskey: procedure(proveWithPasskey),
  secondFactor: procedure(secondFactor),
  beginTotp: procedure(beginTotp),
  begunTotp: procedure(begunTotp),
  confirmTotp: procedure(confirmTotp),
  removeTotp: procedure(removeTotp),
  beginPasskey: procedure(beginPasskey),
  addPasskey: procedure(addPasskey),
  removePasskey: procedure(removePasskey),
  newRecoveryCodes: procedure(makeRecoveryCodes),
  resetSecondFactor: procedure(resetSecondFactor),
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
