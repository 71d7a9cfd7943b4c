import { getCountries } from 'libphonenumber-js/min'
import { unreadable, type Reading } from './reading.ts'
import { wordKey } from './read-words.ts'

/** What people write that the Unicode names of countries don't hold. */
const others: Readonly<Record<string, string>> = {
  usa: 'US',
  uk: 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  greatbritain: 'GB',
  northernireland: 'GB',
  uae: 'AE',
  drc: 'CD',
  drcongo: 'CD',
  democraticrepublicofthecongo: 'CD',
  holland: 'NL',
  ivorycoast: 'CI',
  swaziland: 'SZ',
  czechrepublic: 'CZ',
  burma: 'MM',
  capeverde: 'CV',
  macedonia: 'MK',
  southkorea: 'KR',
  turkey: 'TR',
  unitedstatesofamerica: 'US',
  unitedkingdomofgreatbritainandnorthernireland: 'GB',
  congodemocraticrepublic: 'CD',
  congodemocraticrepublicofthe: 'CD',
  congothedemocraticrepublicofthe: 'CD',
  republicofkorea: 'KR',
  korearepublicof: 'KR',
  cotedivoire: 'CI',
  thenetherlands: 'NL',
  thegambia: 'GM',
  russianfederation: 'RU',
  vietnam: 'VN',
}

/** ISO 3166-1 alpha-2 and alpha-3 of the countries whose people are many in such lists. */
const threeLetters =
  'AOAGO ARARG ATAUT AUAUS BEBEL BFBFA BIBDI BJBEN BOBOL BRBRA BWBWA CACAN CDCOD CGCOG CHCHE CICIV CLCHL CMCMR CNCHN COCOL CRCRI CUCUB CZCZE DEDEU DKDNK DODOM ECECU EGEGY ESESP ETETH FIFIN FRFRA GBGBR GHGHA GMGMB GNGIN GTGTM HKHKG HNHND HTHTI HUHUN IDIDN IEIRL ILISR ININD ITITA JMJAM JPJPN KEKEN KHKHM KRKOR LKLKA LRLBR LSLSO MAMAR MGMDG MLMLI MMMMR MWMWI MXMEX MYMYS MZMOZ NANAM NENER NGNGA NINIC NLNLD NONOR NPNPL NZNZL PAPAN PEPER PGPNG PHPHL PKPAK PLPOL PTPRT PYPRY ROROU RURUS RWRWA SDSDN SESWE SGSGP SLSLE SNSEN SOSOM SSSSD SVSLV SZSWZ TDTCD TGTGO THTHA TTTTO TWTWN TZTZA UAUKR UGUGA USUSA UYURY VEVEN VNVNM ZAZAF ZMZMB ZWZWE'

const codes: ReadonlyMap<string, string> = new Map([
  ...['en', 'de', 'fr', 'es', 'pt', 'sw'].flatMap((language) => {
    const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' })
    return getCountries().map((code): [string, string] => [wordKey(names.of(code) ?? code), code])
  }),
  ...getCountries().map((code): [string, string] => [code.toLowerCase(), code]),
  ...threeLetters.split(' ').map((pair): [string, string] => [pair.slice(2).toLowerCase(), pair.slice(0, 2)]),
  ...Object.entries(others),
])

/** Reads a country's code or its name in six languages as ISO 3166-1 alpha-2. */
export function readCountry(text: string): Reading<string> {
  const [before = '', after] = text.split(',')
  // Tanzania, United Republic of
  const short = after === undefined || before.length < 4 ? undefined : codes.get(wordKey(before))
  const value = codes.get(wordKey(text)) ?? short
  return value ? { value } : unreadable('imports.value.unknown-country', 'imports.value.expected-country', text)
}
