/** An address partly hidden, for eyes that may know it but need not learn it: `zoe@example.org` as `z••@example.org`. */
export const partly = (address: string): string =>
  address.replace(
    /^(.)([^@]*)@/u,
    (_, first: string, rest: string) => `${first}${'•'.repeat(Math.min(rest.length, 6))}@`,
  )
