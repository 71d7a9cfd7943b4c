/** What the browser asks a device for: to make a passkey, and to sign with one. Source: ACC-4, WebAuthn. */
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser'

/** Whether this browser knows passkeys at all. */
export const knowsPasskeys = (): boolean => 'PublicKeyCredential' in globalThis

/** What a device has signed for this site, as a form sends it; null where there was none, or nobody let it. */
export async function signWithPasskey(): Promise<string | null> {
  try {
    const [{ startAuthentication }, answer] = await Promise.all([
      import('@simplewebauthn/browser'),
      fetch('/sign-in/passkey', { method: 'POST' }),
    ])
    if (!answer.ok) return null
    const optionsJSON = (await answer.json()) as PublicKeyCredentialRequestOptionsJSON
    return JSON.stringify(await startAuthentication({ optionsJSON }))
  } catch {
    return null
  }
}

/** What a device has made, as a form sends it; null where it made none. */
export async function makePasskey(asked: object): Promise<string | null> {
  try {
    const { startRegistration } = await import('@simplewebauthn/browser')
    const optionsJSON = asked as PublicKeyCredentialCreationOptionsJSON
    return JSON.stringify(await startRegistration({ optionsJSON }))
  } catch {
    return null
  }
}
