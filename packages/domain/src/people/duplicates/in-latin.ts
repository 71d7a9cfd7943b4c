/** Names in other alphabets as passports and people write them in Latin letters. Pure. Source: PPL-5. */
const letters: Readonly<Record<string, string>> = {
  // Cyrillic, after ICAO 9303 where people follow it.
  ...pairs(
    'а a б b в v г g ґ g д d е e ё e є ie ж zh з z и i і i ї i й i к k л l м m н n о o п p р r с s т t у u ў u ф f х kh ц ts',
  ),
  ...pairs('ч ch ш sh щ shch ъ _ ы y ь _ э e ю iu я ia ђ dj ј j љ lj њ nj ћ c џ dz'),
  // Greek, after ELOT 743.
  ...pairs('α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o'),
  ...pairs('ά a έ e ή i ί i ό o ύ y ώ o ϊ i ϋ y'),
}
const clusters: [RegExp, string][] = [
  [/ου/g, 'ou'],
  [/μπ/g, 'b'],
  [/ντ/g, 'nt'],
  [/γκ|γγ/g, 'g'],
]
function pairs(text: string): Record<string, string> {
  const words = text.split(' ')
  return Object.fromEntries(
    words.flatMap((letter, i) => (i % 2 ? [] : [[letter, words[i + 1] === '_' ? '' : words[i + 1]!]])),
  )
}

/** Lower-case text with Cyrillic and Greek letters written in Latin ones; all else stays as it is. */
export const inLatin = (text: string): string => {
  if (!/[\u0370-\u03ff\u0400-\u04ff]/.test(text)) return text
  const joined = clusters.reduce((written, [from, to]) => written.replaceAll(from, to), text)
  return joined.replaceAll(/[\u0370-\u03ff\u0400-\u04ff]/g, (letter) => letters[letter] ?? letter)
}
