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

/** Whether one letter too many, too few or another one is all that tells two texts apart. */
export function isOneLetterOff(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one]
  if (long.length - short.length > 1 || short === long) return false
  let same = 0
  while (same < short.length && short[same] === long[same]) same += 1
  return short.slice(short.length === long.length ? same + 1 : same) === long.slice(same + 1)
}

/** Texts of which a given one may be one letter off, found by the half that such texts have in common. */
export function halvesOf(text: string): readonly string[] {
  const lengths = new Set([Math.floor(text.length / 2), Math.floor((text.length - 1) / 2)])
  return [...lengths].filter((length) => length > 0).flatMap((length) => [`${text.slice(0, length)}…`, `…${text.slice(-length)}`])
}

/** A text as it is quoted where spaces matter: one that stands first, last or beside another is drawn, and so is every sign of no width. */
export function drawn(text: string): string {
  return text
    .replaceAll(/^ +| +$| {2,}/g, (spaces) => '␣'.repeat(spaces.length))
    .replaceAll(/[\p{Cf}\p{Cc}]|(?! )\p{Z}/gu, (sign) => `[U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`)
}
