/** What a fixed identifier stands for; its number stands in the third block, so that a log line can be read. */
export const idKinds = {
  node: 1,
  person: 2,
  membership: 3,
  account: 4,
  assignment: 5,
  state: 6,
  version: 7,
  consent: 8,
  doNotContact: 9,
  audit: 10,
  invitation: 11,
  template: 12,
  mail: 13,
  notification: 14,
  automation: 15,
  case: 16,
  request: 17,
  suppression: 18,
  report: 19,
  expense: 20,
  event: 21,
  rate: 22,
  field: 23,
  tag: 24,
  note: 25,
  followUp: 26,
  household: 27,
} as const
export type IdKind = keyof typeof idKinds

/** 2023-11-16T00:00Z in milliseconds, as the first 48 bits of a version 7 identifier. */
const DAY_ONE = '018bd56d6c00'

/** The identifier number `count` of its kind: shaped like UUID version 7, and the same in every run. Source: RFC 9562. */
export function fixedId(kind: IdKind, count: number, time = DAY_ONE): string {
  const tail = count.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${idKinds[kind].toString(16).padStart(3, '0')}-8000-${tail}`
}
