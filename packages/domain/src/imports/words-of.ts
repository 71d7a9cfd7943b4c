/** The words of a name without case, accents and order: two names of the same words are the same name. Pure. Source: IMP-2. */
export const wordsOf = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[\s,.]+/)
    .filter(Boolean)
    .sort()
    .join(' ')
