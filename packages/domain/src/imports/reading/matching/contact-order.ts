import { headingWords } from './heading-words.ts'

/** Which of a person's phones or e-mails a column holds, by its heading. */
export type ContactLabel = 'mobile' | 'home' | 'work' | 'other'

const labels: readonly [ContactLabel | 'first', RegExp][] = [
  ['first', /^(primary|preferred|main|haupt.*)$/],
  ['mobile', /^(mobile|cell|cellphone|handy.*|mobil.*|natel|portable|celular|movil|telemovel|mkononi|whatsapp|gsm)$/],
  ['work', /^(work|business|office|arbeit|geschaft.*|dienst.*|travail|professionnel|trabajo|trabalho|kazi)$/],
  [
    'home',
    /^(home|private|personal|privat.*|personnel|domicile|casa|pessoal|binafsi|nyumbani|landline|festnetz|fixe)$/,
  ],
  [
    'other',
    /^(other|another|second|secondary|alternate|alternative|additional|school|student|university|college|weitere|zweite|autre|otro|alternativo|outro|nyingine)$/,
  ],
]

const places: Record<ContactLabel | 'first' | 'plain', number> = {
  first: 0,
  mobile: 1,
  plain: 2,
  home: 3,
  work: 4,
  other: 5,
}

/** The label of a contact column and its place: primary, mobile, plain, home, work, other. Source: PPL-1. */
export function contactPlace(heading: string): { label?: ContactLabel; place: number } {
  const words = headingWords(heading)
  const found = labels.find(([, pattern]) => words.some((word) => pattern.test(word)))?.[0]
  if (!found) return { place: places.plain }
  return found === 'first' ? { place: places.first } : { label: found, place: places[found] }
}
