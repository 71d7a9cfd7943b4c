/** An invitation as stored. */
export interface InvitationRow {
  id: string
  personId: string
  nodeId: string
  email: string
  createdAt: Date
  expiresAt: Date
  acceptedAt: Date | null
  revokedAt: Date | null
  invitedBy: string | null
  scopeIds: string[]
}
