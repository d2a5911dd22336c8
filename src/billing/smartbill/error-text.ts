import type { RejectionCause } from '#core/fault.ts'

/** What an errorText is about. Compared without case and diacritics, specific before general. */
type Meaning = RejectionCause | 'unauthorized' | 'throttled' | 'other'

const meanings: readonly (readonly [RegExp, Meaning])[] = [
  [/autentificare esuata/, 'unauthorized'],
  [/firma la care incercati sa va conectati/, 'unauthorized'],
  [/numar(ul)? maxim de (apeluri|cereri|request)|accesul este blocat|maximum number of calls|too many requests|rate limit/, 'throttled'],
  [/cif-?ul? .*trebuie specificat|ciful firmei trebuie/, 'other'],
  [/nu aveti dreptul|nu puteti vizualiza|perioada inchisa/, 'other'],
  [/numarul maxim de documente permis/, 'quota'],
  [/seria nu a fost gasita/, 'series'],
  [/^firma este neplatitoare de tva/, 'not-vat-payer'],
  [/cota (tva|default)|cota .* nu a fost gasita|cote tva|neplatitoare de tva/, 'vat'],
  [/gestiunea/, 'warehouse'],
  [/stoc insuficient|nu ai facut nicio achizitie/, 'stock'],
  [/exista deja pe stoc un produs cu numele|nu are codul specificat/, 'name'],
  [/nu a fost gasita|nu a fost gasit\b/, 'not-found'],
]

export function meaningOf(errorText: string): Meaning {
  const folded = fold(plainText(errorText))
  return meanings.find(([pattern]) => pattern.test(folded))?.[1] ?? 'other'
}

const hiddenDetails = /<div[^>]*moreErrorDetails[\s\S]*$/i
const reasonLengthMax = 500

/** SmartBill's own words without markup; a product's name that stands inside a tag is kept. */
export function plainText(errorText: string): string {
  const visible = errorText.replace(hiddenDetails, '').replace(/<[^>]*>?/g, ' ')
  const words = visible
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
  return words
    .replace(/\s+/g, ' ')
    .replace(/ ([.,!])/g, '$1')
    .trim()
    .slice(0, reasonLengthMax)
}

function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}
