/** How the product stands to OWASP ASVS 5.0.0, levels 1 and 2: every requirement, and what shows it. */
import { encoding } from './chapters/v01-encoding.ts'
import { validation } from './chapters/v02-validation.ts'
import { browser } from './chapters/v03-browser.ts'
import { service } from './chapters/v04-api.ts'
import { fileHandling } from './chapters/v05-files.ts'
import { authentication } from './chapters/v06-authentication.ts'
import { sessionManagement } from './chapters/v07-sessions.ts'
import { authorization } from './chapters/v08-authorization.ts'
import { selfContainedTokens } from './chapters/v09-tokens.ts'
import { oauth } from './chapters/v10-oauth.ts'
import { cryptography } from './chapters/v11-cryptography.ts'
import { communication } from './chapters/v12-communication.ts'
import { configuration } from './chapters/v13-configuration.ts'
import { dataProtection } from './chapters/v14-data.ts'
import { architecture } from './chapters/v15-architecture.ts'
import { logging } from './chapters/v16-logging.ts'
import { webrtc } from './chapters/v17-webrtc.ts'
import type { Requirement } from './requirement.ts'

/** By chapter of the standard, V1 to V17. */
export const chapters: readonly (readonly [title: string, rows: readonly Requirement[]])[] = [
  ['encoding', encoding],
  ['validation', validation],
  ['browser', browser],
  ['web service', service],
  ['files', fileHandling],
  ['authentication', authentication],
  ['sessions', sessionManagement],
  ['authorization', authorization],
  ['tokens', selfContainedTokens],
  ['OAuth', oauth],
  ['cryptography', cryptography],
  ['communication', communication],
  ['configuration', configuration],
  ['data protection', dataProtection],
  ['architecture', architecture],
  ['logging', logging],
  ['WebRTC', webrtc],
]

export const table: readonly Requirement[] = chapters.flatMap(([, rows]) => rows)
