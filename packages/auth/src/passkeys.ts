/** Passkeys: what a device signs instead of a password, bound to where people reach the product. Source: ACC-4, WebAuthn Level 3. */
import { isIP } from 'node:net'
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server'

/** As it is stored. */
export interface StoredPasskey {
  /** Base64url. */
  credentialId: string
  /** COSE. */
  publicKey: Uint8Array
  /** How often it says that it was used; 0 where it doesn't count. */
  counter: number
  transports: string[]
}
export interface Passkeys {
  /** For `navigator.credentials.create`; the devices that hold one of `known` don't make a second one. */
  toCreate(about: {
    challenge: string
    /** What devices show. */
    product: string
    account: { id: string; login: string; name: string }
    known: readonly Pick<StoredPasskey, 'credentialId' | 'transports'>[]
  }): Promise<PublicKeyCredentialCreationOptionsJSON>
  /** For `navigator.credentials.get`; without `known` the device offers those that it has. */
  toAsk(about: {
    challenge: string
    known?: readonly Pick<StoredPasskey, 'credentialId' | 'transports'>[]
  }): Promise<PublicKeyCredentialRequestOptionsJSON>
  /** What a device has made for this challenge, here, by somebody whom it has recognised; null for anything else. */
  created(response: unknown, challenge: string): Promise<StoredPasskey | null>
  /** How often the passkey has been used by now, where it has signed this challenge, here, for somebody whom the device has recognised; null for anything else. */
  signed(response: unknown, challenge: string, passkey: StoredPasskey): Promise<number | null>
}

/** EdDSA, ES256, RS256: what devices have. */
const supportedAlgorithmIDs = [-8, -7, -257]
/** Milliseconds that somebody has for it. */
const PATIENCE = 5 * 60_000

/**
 * Bound to the origin from the settings, and never to what a request says of itself. On one's own machine browsers know no address as
 * a name, so there it is `localhost`.
 */
export function createPasskeys({ origin }: { origin: string }): Passkeys {
  const { protocol, hostname, port } = new URL(origin)
  const local = isIP(hostname.replace(/^\[|\]$/g, '')) !== 0
  const rpID = local ? 'localhost' : hostname
  const expectedOrigin = local ? `${protocol}//localhost${port && `:${port}`}` : origin
  const named = (known: readonly Pick<StoredPasskey, 'credentialId' | 'transports'>[]) =>
    known.map(({ credentialId, transports }) => ({ id: credentialId, transports }))
  /** The library throws for whatever isn't as it should be. */
  const orNull = async <T>(look: () => Promise<T | null>): Promise<T | null> => {
    try {
      return await look()
    } catch {
      return null
    }
  }
  const asked = (challenge: string) => ({
    expectedChallenge: bytesOf(challenge),
    expectedOrigin,
    expectedRPID: rpID,
    requireUserVerification: true,
  })
  return {
    toCreate: ({ challenge, product, account, known }) =>
      generateRegistrationOptions({
        ...{ rpID, rpName: product, userName: account.login, userDisplayName: account.name },
        ...{ userID: new TextEncoder().encode(account.id), challenge, timeout: PATIENCE, attestationType: 'none' },
        ...{ excludeCredentials: named(known), supportedAlgorithmIDs },
        // Kept on the device, so that it is found without a name; and never without recognising who holds it.
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      }),
    toAsk: ({ challenge, known }) =>
      generateAuthenticationOptions({
        ...{ rpID, challenge, timeout: PATIENCE, userVerification: 'required' },
        ...(known && { allowCredentials: named(known) }),
      }),
    created: (response, challenge) =>
      orNull(async () => {
        const { verified, registrationInfo } = await verifyRegistrationResponse({
          ...{ response: response as RegistrationResponseJSON, ...asked(challenge), supportedAlgorithmIDs },
        })
        if (!verified) return null
        const { id, publicKey, counter, transports = [] } = registrationInfo.credential
        return { credentialId: id, publicKey, counter, transports }
      }),
    signed: (response, challenge, { credentialId, publicKey, counter }) =>
      orNull(async () => {
        const { verified, authenticationInfo } = await verifyAuthenticationResponse({
          ...{ response: response as AuthenticationResponseJSON, ...asked(challenge) },
          credential: { id: credentialId, publicKey: new Uint8Array(publicKey), counter },
        })
        return verified ? authenticationInfo.newCounter : null
      }),
  }
}

/** A text as challenge is sent as its bytes. */
const bytesOf = (challenge: string) => Buffer.from(challenge, 'utf8').toString('base64url')
