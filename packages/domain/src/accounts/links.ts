/** Addresses that mails lead to. */
export const links = {
  invitation: (origin: string, token: string) => `${origin}/invitation/${token}`,
  resetPassword: (origin: string, token: string) => `${origin}/reset-password/${token}`,
  forgotPassword: (origin: string) => `${origin}/reset-password`,
}
