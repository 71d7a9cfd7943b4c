/**
 * The public procedures, with their addresses below `/api/v1`. What is missing here is reached by our own pages alone. Source: API-1.
 *
 * Public is what an app for leaders, a script of an administrator or another church system needs: places, people and what happens
 * around them, requests, events, money that is asked for, news. Not public are: passwords, sessions, keys and invitations (they belong
 * to a browser that a person looks at); giving and ending roles, deactivating accounts, breaking the glass (rare, dangerous, with
 * steps of their own); care notes (sealed, for few eyes); merges, imports and drafts of routes (screens with many steps); settings of
 * mails and automations; the operators' page.
 */
import type { ScopeArea } from '@ministry/access'

export type Method = 'GET' | 'POST' | 'PATCH'
export interface Route {
  /** Its own fields of the input stand in braces. */
  at: `${Method} /${string}`
  summary: string
  /** Which scope a key needs, where the permission names no noun; `any`: every key may. */
  scope?: ScopeArea | 'any'
}
const route = (at: Route['at'], summary: string, scope?: Route['scope']): Route => ({
  at,
  summary,
  ...(scope && { scope }),
})

/** By the procedure's path. What somebody types to find a person is personal: it goes in a body, never in an address. */
export const routes: Readonly<Record<string, Route>> = {
  'clients.signIn': route('POST /tokens', 'Signs an app in: gives it its first tokens, or asks for the second factor'),
  'clients.confirmSignIn': route('POST /tokens/confirm', 'Gives the first tokens for a step and its code'),
  'clients.refresh': route('POST /tokens/refresh', 'Gives the next tokens for a refresh token, which works once'),
  'clients.signOut': route('POST /tokens/revoke', 'Signs an app out by its refresh token'),
  'accounts.me': route('GET /me', 'Who calls: the account, its roles and their places', 'any'),

  'org.tree': route('GET /places', 'The tree of places that the caller sees'),
  'org.search': route('GET /places/search', 'Places by a part of their name'),
  'org.get': route('GET /places/{nodeId}', 'A place with its leaders, its empty seats and what is below it'),
  'org.open': route('POST /places', 'Opens a place below another'),
  'org.rename': route('POST /places/{nodeId}/rename', 'Gives a place another name'),
  'org.move': route('POST /places/{nodeId}/move', 'Moves a place with all that is below it'),
  'org.close': route('POST /places/{nodeId}/close', 'Closes a place and hands on what is open there'),
  'org.reopen': route('POST /places/{nodeId}/reopen', 'Opens a closed place again'),
  'org.changeSettings': route('PATCH /places/{nodeId}/settings', 'Changes settings, which places below inherit'),

  'people.list': route('POST /places/{nodeId}/people/list', 'The people of a place and below who pass a filter'),
  'people.search': route('POST /places/{nodeId}/people/search', 'People by a part of a name, an address or a number'),
  'people.get': route('GET /people/{id}', 'A person, with the fields that the caller may read'),
  'people.create': route('POST /people', 'Writes down a person; tells of possible duplicates unless forced'),
  'people.update': route('PATCH /people/{id}', 'Changes fields: what is absent stays, null erases'),
  'people.changeState': route('POST /people/{id}/state', 'Moves a membership to another state of the life-cycle'),
  'people.archive': route('POST /people/{id}/archive', 'Archives a person'),
  'people.restore': route('POST /people/{id}/restore', 'Takes a person back out of the archive'),
  'people.joinNode': route('POST /people/{id}/memberships', 'Makes a person a member of a further place'),
  'people.leaveNode': route('POST /people/{id}/memberships/end', 'Ends a membership'),
  'people.changeHome': route('POST /people/{id}/home', 'Makes another place of the same region the home'),
  'people.giveConsent': route('POST /people/{id}/consents/give', 'Notes a yes, by channel and purpose'),
  'people.withdrawConsent': route('POST /people/{id}/consents/withdraw', 'Notes a no, by channel and purpose'),
  'people.setDoNotContact': route('POST /people/{id}/do-not-contact/set', 'Notes that a person wants no contact'),
  'people.liftDoNotContact': route('POST /people/{id}/do-not-contact/lift', 'Takes that back'),
  'people.fields': route('GET /places/{nodeId}/custom-fields', 'The custom fields that hold at a place'),
  'people.tags': route('GET /places/{nodeId}/tags', 'The tags that hold at a place'),
  'people.tagPeople': route('POST /people/tags', 'Puts tags on people and takes tags off'),
  'automation.lifeLine': route('GET /people/{personId}/life-line', 'What has happened in a person’s life here'),
  'automation.next': route('GET /people/{personId}/next-acts', 'What automations will do next about a person'),
  'families.family': route('GET /people/{personId}/family', 'Household and relations of a person'),

  'followUps.mine': route('GET /follow-ups/mine', 'The caller’s own follow-ups, the most urgent first'),
  'followUps.list': route('GET /places/{nodeId}/follow-ups', 'The follow-ups of a place and below'),
  'followUps.ofPerson': route('GET /people/{personId}/follow-ups', 'The follow-ups about a person'),
  'followUps.create': route('POST /follow-ups', 'Makes a follow-up; sent twice with one id it is made once'),
  'followUps.change': route('PATCH /follow-ups/{id}', 'Changes title, detail and day of a follow-up'),
  'followUps.close': route('POST /follow-ups/{id}/close', 'Closes a follow-up as done or dropped'),
  'followUps.reopen': route('POST /follow-ups/{id}/reopen', 'Opens a follow-up again'),
  'followUps.snooze': route('POST /follow-ups/{id}/snooze', 'Puts a follow-up off to another day'),

  'transfers.list': route('GET /places/{nodeId}/transfers', 'Transfers from a place or to it'),
  'transfers.offer': route('POST /transfers', 'Offers a person to another region'),
  'transfers.accept': route('POST /transfers/{id}/accept', 'Takes the person in'),
  'transfers.decline': route('POST /transfers/{id}/decline', 'Declines, with a reason'),
  'transfers.withdraw': route('POST /transfers/{id}/withdraw', 'Takes the offer back'),

  'approvals.inbox': route('GET /requests/inbox', 'Requests that wait for the caller’s answer', 'requests'),
  'approvals.inboxCount': route('GET /requests/inbox/count', 'How many wait, and how many are late', 'requests'),
  'approvals.get': route('GET /requests/{id}', 'A request with its route and what was said', 'requests'),
  'approvals.submit': route(
    'POST /requests',
    'Submits a request; its kind says what the payload must have',
    'requests',
  ),
  'approvals.edit': route('PATCH /requests/{id}', 'Changes a request that was sent back', 'requests'),
  'approvals.withdraw': route('POST /requests/{id}/withdraw', 'Takes a request back', 'requests'),
  'approvals.decide': route('POST /requests/{id}/decide', 'Decides the step that waits for the caller', 'requests'),
  'approvals.comment': route('POST /requests/{id}/comments', 'Says something about a request', 'requests'),

  'events.list': route('GET /places/{nodeId}/events', 'The events of a place and below'),
  'events.get': route('GET /events/{id}', 'An event'),
  'events.create': route('POST /events', 'Drafts an event; sent twice with one id it is drafted once'),
  'events.change': route('PATCH /events/{id}', 'Changes an event that is a draft'),

  'finance.expenses': route('GET /places/{nodeId}/expenses', 'Requests for money of a place'),
  'finance.rates': route('GET /places/{nodeId}/rates', 'Rates of exchange of a movement'),

  'bulk.preview': route(
    'POST /places/{nodeId}/bulk-acts/preview',
    'How many an act on many means, and what would become of few',
  ),
  'bulk.begin': route(
    'POST /places/{nodeId}/bulk-acts',
    'Does one act to all who are meant; `total` is what the preview said',
  ),
  'bulk.list': route('GET /places/{nodeId}/bulk-acts', 'Acts on many people of a place and below'),
  'bulk.get': route('GET /bulk-acts/{id}', 'An act on many with its counts, and why some were left or spared'),
  'bulk.rows': route('GET /bulk-acts/{id}/people', 'The people of an act on many, by what became of them'),
  'bulk.stop': route('POST /bulk-acts/{id}/stop', 'Stops an act on many; what is done stays'),
  'bulk.undo': route('POST /bulk-acts/{id}/undo', 'Takes an act on many back, where nobody has changed it since'),

  'imports.list': route('GET /places/{nodeId}/imports', 'Imports of a place and below'),
  'imports.get': route('GET /imports/{id}', 'An import with its counts'),

  'accounts.list': route('POST /places/{nodeId}/accounts/search', 'Accounts of a place and below, by name or address'),
  'accounts.roles': route('GET /roles', 'Roles held by a person, or at a place and below'),
  'accounts.invitations': route('GET /places/{nodeId}/invitations', 'Invitations of a place and below'),

  'messaging.inbox': route('GET /notifications', 'The caller’s own news, the newest first', 'any'),
  'messaging.unread': route('GET /notifications/count', 'How many are unread', 'any'),

  'audit.search': route('POST /audit/search', 'Who did what, where and when'),
}
