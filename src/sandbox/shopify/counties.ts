/** Romania's counties as Shopify names and codes them. */
const counties: Record<string, string> = {
  Alba: 'AB',
  Arad: 'AR',
  Argeș: 'AG',
  Bacău: 'BC',
  Bihor: 'BH',
  'Bistrița-Năsăud': 'BN',
  Botoșani: 'BT',
  Brăila: 'BR',
  Brașov: 'BV',
  București: 'B',
  Buzău: 'BZ',
  'Caraș-Severin': 'CS',
  Călărași: 'CL',
  Cluj: 'CJ',
  Constanța: 'CT',
  Covasna: 'CV',
  Dâmbovița: 'DB',
  Dolj: 'DJ',
  Galați: 'GL',
  Giurgiu: 'GR',
  Gorj: 'GJ',
  Harghita: 'HR',
  Hunedoara: 'HD',
  Ialomița: 'IL',
  Iași: 'IS',
  Ilfov: 'IF',
  Maramureș: 'MM',
  Mehedinți: 'MH',
  Mureș: 'MS',
  Neamț: 'NT',
  Olt: 'OT',
  Prahova: 'PH',
  'Satu Mare': 'SM',
  Sălaj: 'SJ',
  Sibiu: 'SB',
  Suceava: 'SV',
  Teleorman: 'TR',
  Timiș: 'TM',
  Tulcea: 'TL',
  Vaslui: 'VS',
  Vâlcea: 'VL',
  Vrancea: 'VN',
}
const byPlainName = new Map(
  Object.entries(counties).flatMap(([name, code]) => [
    [plain(name), { name, code }],
    [plain(code), { name, code }],
  ]),
)
const countryNames = new Intl.DisplayNames(['en'], { type: 'region' })

/** A county by name, with or without diacritics, or by code; undefined when Romania has none of that name. */
export function county(text: string): { name: string; code: string } | undefined {
  return byPlainName.get(plain(text).replace(/^(judetul|municipiul) /, ''))
}

/** A country by its two letters, or Romania by its name; undefined for everything else. */
export function country(text: string): { name: string; code: string } | undefined {
  if (plain(text) === 'romania') return { name: 'Romania', code: 'RO' }
  const code = text.toUpperCase()
  const name = /^[A-Z]{2}$/.test(code) ? countryNames.of(code) : undefined
  return name === undefined || name === code ? undefined : { name, code }
}

function plain(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{Mn}/gu, '')
    .toLowerCase()
}
