/** Letters of other alphabets and digits that look like Latin letters, by the Latin letter that they look like. */
const lookAlikes = new Map(
  Object.entries({
    a: 'αа',
    b: 'βвъ',
    c: 'сϲ',
    e: 'εеё',
    h: 'нη',
    i: 'іιl1|ı',
    k: 'κк',
    m: 'мμ',
    n: 'ν',
    o: 'οо0ø',
    p: 'ρр',
    t: 'τт',
    x: 'χх',
    y: 'υу',
    s: 'ѕ',
    j: 'ј',
  }).flatMap(([latin, others]) => others.split('').map((other) => [other, latin] as const)),
)

/** Two texts with one fold differ only in case, spaces, hyphens, leading zeros, diacritics, invisible or look-alike characters. Null when nothing is left. */
export function nearMissFold(text: string): string | null {
  const plain = text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}\p{Cc}]/gu, '')
    .toLowerCase()
  const joined = plain.replace(/[\s\p{Pd}_./]+/gu, '').replace(/^0+(?=.)/, '')
  const folded = joined.replace(/./gsu, (letter) => lookAlikes.get(letter) ?? letter)
  return folded === '' ? null : folded
}
