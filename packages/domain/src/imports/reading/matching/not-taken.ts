import type { WhyCode } from '../codes.ts'

const rule = (why: WhyCode, words: string): [WhyCode, RegExp] => [why, new RegExp(`\\b(${words})\\b`)]

/**
 * Columns that are no field of the person, or that an import must not carry, and why. Asked after a field's own headings,
 * so that `Family Name` is found first. Words are folded: small, without accents. Source: IMP-2; PRV data minimisation.
 */
const rules: readonly [WhyCode, RegExp][] = [
  rule(
    'imports.read.why-sensitive',
    'medical|(?<!church )health|allerg\\w*|diagnos\\w*|disabilit\\w*|background check|ssn|soc sec|social sec\\w*|tax (id|number|no)|passport|national id|id card|id number|password|passwort|contrasena|senha|pin|ahv|steuer id|cpf|dni|curp|criminal|krankenkasse|salud|saude|sante',
  ),
  rule(
    'imports.read.why-other-person',
    'fathers?|mothers?|parents?|guardians?|spouses?|wife|wives|husbands?|partners?|child|children|kids?|siblings?|pastor|mentor|leader|inviter|invited|referr\\w*|sponsor\\w*|coach|vater|mutter|eltern|ehepartner|ehemann|ehefrau|kinder|pere|mere|conjoint|enfants?|padres?|madre|conyuge|hijos?|pai|mae|conjuge|filhos?|baba|mama|mzazi|wazazi|mke|watoto|emergency|next of kin|notfall\\w*',
  ),
  rule('imports.read.why-household', 'households?|family|families|familie|haushalt|foyer|famille|familia|hogar|kaya'),
  rule(
    'imports.read.why-money',
    'donations?|donors?|giving|gifts?|pledges?|envelopes?|amount|funds?|tithes?|offerings?|payment|bank|iban|bic|card|check number|account number|batch|method|spenden?|konto\\w*|betrag|dons?|montant|donativos?|ofrendas?|diezmos?|importe|doac\\w*|dizimos?|valor|sadaka|zaka|kiasi|fee|fees|dues|balance',
  ),
  rule(
    'imports.read.why-other-address',
    '(work|other|business|office|billing|temporary|shipping|alternate|geschafts?\\w*) (address|adresse|street|city|state|zip|postal|country)',
  ),
  rule(
    'imports.read.why-technical',
    'created?|updated?|modified|changed?|added|imported|synced?|timestamp|gmtoff|dstoff|time ?zone|latitude|longitude|lat|lng|rating|optin|confirm|ip|leid|euid|guid|photos?|images?|avatar|picture|url|link|website|user|users|username|login|label|type|key|order|location id|campus id|group id|group member id|location|source|expected|version|phonetic|yomi',
  ),
  rule(
    'imports.read.why-notes',
    'notes?|notiz\\w*|bemerkung\\w*|anmerkung\\w*|kommentar\\w*|comments?|remarks?|remarques?|commentaires?|notas?|observac\\w*|comentarios?|maoni|descriptions?|beschreibung|tags?|labels?|interests?',
  ),
  rule(
    'imports.read.why-not-kept',
    'age|ages|alter|edad|idade|umri|grade|anniversary|wedding|marital|married|deceased|death|employer|occupation|job|beruf|profession|company|firma|firmenname|fax|pager|skype|facebook|instagram|twitter|linkedin|maiden|madchenname|inactive|month day|capacity|schedule|meeting|role|roles|rollen|position|count|health score|custom|valid|photo|baptis\\w*|taufe|taufdatum|bapteme|bautismo|batismo|ubatizo|familienstand|etat civil|estado civil|hali ya ndoa|end date|ip|ind org',
  ),
]

/** Why a column with these words isn't taken; undefined where nothing is known against it. */
export function notTaken(words: readonly string[]): WhyCode | undefined {
  const text = words.join(' ')
  return rules.find(([, pattern]) => pattern.test(text))?.[0]
}
