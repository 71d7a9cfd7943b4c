import { folded } from '../matching/heading-words.ts'

/** Names and usual short forms in English, German, French, Spanish, Portuguese and Swahili, January first; folded. */
const names = [
  'january jan januar janner janvier janv enero ene janeiro januari',
  'february feb februar feber fevrier fevr fev febrero fevereiro februari',
  'march mar marz maerz mrz mars marzo marco machi',
  'april apr avril avr abril abr aprili',
  'may mai mayo maio mei',
  'june jun juni juin junio junho',
  'july jul juli juillet juil julio julho julai',
  'august aug aout aou agosto ago agosti',
  'september sep sept septembre septiembre setiembre set setembro septemba',
  'october oct oktober okt octobre octubre outubro out oktoba',
  'november nov novembre noviembre novembro novemba',
  'december dec dezember dez decembre diciembre dic dezembro desemba des',
]

const numbers: ReadonlyMap<string, number> = new Map(
  names.flatMap((line, at) => line.split(' ').map((name): [string, number] => [name, at + 1])),
)

/** The number (1–12) of a month's name; undefined for any other word. */
export const monthNumber = (word: string): number | undefined => numbers.get(folded(word))
