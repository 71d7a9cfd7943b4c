/** Whether two requests go to the same payee. Source: APR-4 (requests of one node to one payee add up). */

/** Forms of companies, as they stand behind names. */
const forms = new Set(
  (
    'ltd limited llc llp lp inc incorporated co company corp corporation plc pty pvt gmbh ag kg ug ev mbh sarl sa sas srl spa ' +
    'bv nv oy oyj ab as aps ltda eirl kk cc'
  ).split(' '),
)

/** Letters of other scripts that look like Latin ones, by what they look like: nobody who signs could tell them apart. Source: UTS #39. */
const lookalikes = new Map(
  [
    ...[
      'aаα',
      'bвβ',
      'cсϲ',
      'dԁđ',
      'eеε',
      'gɡ',
      'hнһη',
      'iіıι',
      'jјϳ',
      'kкκ',
      'lłӏ',
      'mмμ',
      'nν',
      'oоοøօ',
      'pрρ',
      'qԛ',
    ],
    ...['sѕ', 'tтτ', 'uυս', 'vѵ', 'wԝ', 'xхχ', 'yуүγ', 'zζ'],
  ].flatMap(([latin, ...others]) => others.map((other) => [other, latin!] as const)),
)

/** Signs that look alike whatever the case: `I`, `l` and `1`; `O` and `0`. Source: UTS #39. */
const signs = (key: string) => key.replaceAll(/[i1]/g, 'l').replaceAll('0', 'o')

/**
 * The payee's name without case, accents, spaces, punctuation, what nobody sees, and the form of the company: `Café Zoë, Ltd.` and
 * `cafe  zoe` are one, and so are names that only look alike. A name of nothing but such things is taken as it is written.
 */
export function payeeKey(payee: string): string {
  const words = payee
    .normalize('NFKD')
    .replaceAll(/[\p{M}\p{Default_Ignorable_Code_Point}]/gu, '')
    .toLowerCase()
    .replaceAll(/\p{L}/gu, (letter) => lookalikes.get(letter) ?? letter)
    .replaceAll('ß', 'ss')
    .replaceAll('&', ' and ')
    // A dot ends a word before another word (`Co.Ltd`), and stands within abbreviations (`S.A.R.L.`); an apostrophe joins.
    .replaceAll(/\.(?=\p{L}{2})/gu, ' ')
    .replaceAll(/[.'’`]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
  const last = words.findLastIndex((word) => !forms.has(word))
  return signs(words.slice(0, last < 1 ? Math.max(1, last + 1) : last + 1).join('')) || payee.trim().toLowerCase()
}
