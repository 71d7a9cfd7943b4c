/**
 * The tier of each capability. One imports from its own tier and those below, and tells those above by events.
 * Source: architecture, "The tree".
 */
const tierOf: Record<string, number> = {
  org: 0,
  audit: 0,
  files: 0,
  accounts: 1,
  access: 1,
  people: 1,
  approvals: 1,
  groups: 2,
  attendance: 2,
  events: 2,
  training: 2,
  finance: 2,
  messaging: 2,
  automation: 2,
  care: 2,
  'follow-ups': 2,
  families: 2,
  transfers: 2,
  clients: 2,
  webhooks: 2,
  bulk: 3,
  imports: 3,
  reports: 3,
  privacy: 3,
  monitoring: 3,
}

/** The names of each tier's capabilities, the lowest tier first. */
export const tiers = [0, 1, 2, 3].map((tier) => Object.keys(tierOf).filter((name) => tierOf[name] === tier))
