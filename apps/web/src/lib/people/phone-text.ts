/** Country codes of two digits; of one digit are only 1 and 7, all others have three. Source: ITU-T E.164. */
const twoDigits = /^(2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/

/** A number in E.164 as people read it: `+254712345678` is `+254 712 345 678`. Anything else stays as it is. */
export function phoneText(phone: string): string {
  if (!/^\+\d{7,15}$/.test(phone)) return phone
  const digits = phone.slice(1)
  const code = /^[17]/.test(digits) ? 1 : twoDigits.test(digits) ? 2 : 3
  // Threes from the left; a last one alone joins those before it.
  const rest = digits.slice(code).replaceAll(/\d{3}(?=\d{2})/g, '$& ')
  return `+${digits.slice(0, code)} ${rest}`
}
