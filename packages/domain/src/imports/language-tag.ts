const locales = ['en', 'sw', 'fr', 'es', 'pt', 'de']
const codes =
  'aa af ak am ar as az be bg bn bs ca ceb cs cy da de ee el en eo es et eu fa fi fil fo fr ga gd gl gu ha he hi hr ht hu hy id ig is it ja jv ka ki kk km kn ko ku ky lb lg ln lo lt luo lv mg mi mk ml mn mr ms mt my nb ne nl nn no ny om or pa pl ps pt qu rn ro ru rw sa sd sg si sk sl sm sn so sq sr st su sv sw ta te tg th ti tk tl tn to tr ts tt ug uk ur uz vi wo xh yo yue zh zu'.split(
    ' ',
  )

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim()

// Names of languages in the languages of the product, as the runtime's CLDR data has them; earlier ones win.
const tags: ReadonlyMap<string, string> = new Map([
  ['kiswahili', 'sw'],
  ['mandarin', 'zh'],
  ...codes.map((code): [string, string] => [code, code]),
  ...locales.toReversed().flatMap((locale) => {
    const names = new Intl.DisplayNames([locale], { type: 'language' })
    return codes.map((code): [string, string] => [fold(names.of(code) ?? code), code])
  }),
])

/** The BCP 47 tag of a language written as a tag or by its name in one of the product's languages; null where it isn't known. Source: PPL-1. */
export const languageTag = (text: string): string | null =>
  tags.get(fold(text)) ?? (/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})+$/.test(text.trim()) ? text.trim() : null)
