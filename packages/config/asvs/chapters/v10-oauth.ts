import { none, type Requirement } from '../requirement.ts'

const reason =
  'no OAuth, no OpenID Connect: apps sign in by procedures of ours, programs take a key (`packages/domain/src/clients/README.md`)'

/** V10: OAuth and OpenID Connect. */
export const oauth: Requirement[] = none(reason, [
  ['10.1.1', 2, 'tokens go only to who needs them'],
  ['10.1.2', 2, 'answers belong to a flow of this browser'],
  ['10.2.1', 2, 'clients guard the code flow'],
  ['10.2.2', 2, 'clients tell servers apart'],
  ['10.3.1', 2, 'access tokens are for this service'],
  ['10.3.2', 2, 'claims of delegation decide'],
  ['10.3.3', 2, 'people are known by lasting claims'],
  ['10.3.4', 2, 'strength of authentication is checked'],
  ['10.4.1', 1, 'redirects are registered, compared exactly'],
  ['10.4.2', 1, 'a code works once'],
  ['10.4.3', 1, 'a code is short-lived'],
  ['10.4.4', 1, 'clients have only the grants they need'],
  ['10.4.5', 1, 'refresh tokens can’t be replayed'],
  ['10.4.6', 2, 'codes are bound by PKCE'],
  ['10.4.7', 2, 'clients that register themselves are judged'],
  ['10.4.8', 2, 'refresh tokens end some day'],
  ['10.4.9', 2, 'people revoke tokens'],
  ['10.4.10', 2, 'confidential clients prove themselves'],
  ['10.4.11', 2, 'clients get only the scopes they need'],
  ['10.5.1', 2, 'ID tokens can’t be replayed'],
  ['10.5.2', 2, 'people are known by their subject'],
  ['10.5.3', 2, 'servers can’t pose as another'],
  ['10.5.4', 2, 'ID tokens are for this client'],
  ['10.5.5', 2, 'logout by the back channel is checked'],
  ['10.6.1', 2, 'providers allow only sound response types'],
  ['10.6.2', 2, 'nobody is logged out by force'],
  ['10.7.1', 2, 'people consent to each client'],
  ['10.7.2', 2, 'what they consent to is told clearly'],
  ['10.7.3', 2, 'consents can be seen and revoked'],
])
