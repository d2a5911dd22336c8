const dayShape = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Bucharest', year: 'numeric', month: '2-digit', day: '2-digit' })
const momentShape = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/Bucharest',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})

/** The calendar day ("2026-11-23") in Europe/Bucharest at an instant, whatever the host's zone. */
export function bucharestDay(instant: Date): string {
  return dayShape.format(instant)
}

export function addDays(day: string, days: number): string {
  const moved = new Date(`${day}T00:00:00Z`)
  moved.setUTCDate(moved.getUTCDate() + days)
  return moved.toISOString().slice(0, 10)
}

/** The instant at which clocks in Bucharest show `time` ("07:00") on a day; of an hour that a clock change repeats, the first. */
export function bucharestInstant(day: string, time: string): Date {
  const asUtc = new Date(`${day}T${time}:00Z`)
  const summer = new Date(asUtc.getTime() - 3 * 3_600_000)
  return shownIn(summer) === asUtc.getTime() ? summer : new Date(asUtc.getTime() - 2 * 3_600_000)
}

/** What clocks in Bucharest show at an instant, as if it were UTC. */
function shownIn(instant: Date): number {
  const part = Object.fromEntries(momentShape.formatToParts(instant).map(({ type, value }) => [type, value]))
  return Date.parse(`${part['year']}-${part['month']}-${part['day']}T${part['hour']}:${part['minute']}:${part['second']}Z`)
}

const cuiShape = /^(RO)?\s*(\d{2,10})$/
const cuiWeights = [7, 5, 3, 2, 1, 7, 5, 3, 2] as const

export type Cui = { readonly code: string; readonly vatPayer: boolean }

/** A Romanian fiscal code whose control digit is right, without spaces; the RO prefix says that the company pays VAT. Null otherwise. */
export function parseCui(text: string): Cui | null {
  const [, prefix, digits] = cuiShape.exec(text.trim().toUpperCase()) ?? []
  if (digits === undefined || !hasControlDigit(digits)) return null
  return { code: `${prefix ?? ''}${digits}`, vatPayer: prefix !== undefined }
}

function hasControlDigit(digits: string): boolean {
  const body = digits.slice(0, -1).padStart(cuiWeights.length, '0')
  const sum = cuiWeights.reduce((total, weight, place) => total + weight * Number(body[place]), 0)
  return ((sum * 10) % 11) % 10 === Number(digits.slice(-1)) && Number(body) > 0
}

const counties: Readonly<Record<string, string>> = {
  AB: 'Alba',
  AR: 'Arad',
  AG: 'Arges',
  BC: 'Bacau',
  BH: 'Bihor',
  BN: 'Bistrita-Nasaud',
  BT: 'Botosani',
  BR: 'Braila',
  BV: 'Brasov',
  B: 'Bucuresti',
  BZ: 'Buzau',
  CL: 'Calarasi',
  CS: 'Caras-Severin',
  CJ: 'Cluj',
  CT: 'Constanta',
  CV: 'Covasna',
  DB: 'Dambovita',
  DJ: 'Dolj',
  GL: 'Galati',
  GR: 'Giurgiu',
  GJ: 'Gorj',
  HR: 'Harghita',
  HD: 'Hunedoara',
  IL: 'Ialomita',
  IS: 'Iasi',
  IF: 'Ilfov',
  MM: 'Maramures',
  MH: 'Mehedinti',
  MS: 'Mures',
  NT: 'Neamt',
  OT: 'Olt',
  PH: 'Prahova',
  SJ: 'Salaj',
  SM: 'Satu Mare',
  SB: 'Sibiu',
  SV: 'Suceava',
  TR: 'Teleorman',
  TM: 'Timis',
  TL: 'Tulcea',
  VL: 'Valcea',
  VS: 'Vaslui',
  VN: 'Vrancea',
}

const countyByName = new Map(Object.values(counties).map((name) => [foldPlace(name), name]))

/** A county's own name without diacritics, from Shopify's province code or its text; null when it is none. */
export function county(provinceCode: string | null, province: string | null): string | null {
  const byCode = counties[(provinceCode ?? '').trim().toUpperCase().replace(/^RO-/, '')]
  if (byCode !== undefined) return byCode
  const folded = foldPlace(province ?? '').replace(/^(judetul|jud|municipiul) /, '')
  return folded === 'bucharest' ? 'Bucuresti' : (countyByName.get(folded) ?? null)
}

/** "Sector 3" for an address in Bucharest, told by its text or else by its postal code; null when neither says. */
export function bucharestSector(texts: readonly (string | null)[], zip: string | null): string | null {
  const text = foldPlace(texts.filter((part) => part !== null).join(' '))
  const named = /\bsect(?:or|orul|\.)? ?(?:nr\.? ?)?([1-6])\b/.exec(text)?.[1]
  const found = named ?? /^0([1-6])\d{4}$/.exec((zip ?? '').trim())?.[1]
  return found === undefined ? null : `Sector ${found}`
}

function foldPlace(text: string): string {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return plain.replace(/[\s,;_-]+/g, ' ').trim()
}
