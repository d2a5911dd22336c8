const zone = new Intl.DateTimeFormat('en', { timeZone: 'Europe/Bucharest', timeZoneName: 'longOffset' })
const quarterMs = 900_000
const offsetsMax = 10_000
const offsets = new Map<number, { readonly text: string; readonly ms: number }>()

/** As GraphQL answers write a time: UTC, whole seconds. */
export function timeUtc(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`
}

/** As REST bodies write a time: with the shop's offset, whole seconds. */
export function timeWithOffset(at: number): string {
  const offset = offsetAt(at)
  return `${new Date(at + offset.ms).toISOString().slice(0, 19)}${offset.text}`
}

/** Offsets change at most each quarter of an hour; asking for one anew is slow. */
function offsetAt(at: number): { readonly text: string; readonly ms: number } {
  const quarter = Math.floor(at / quarterMs)
  const known = offsets.get(quarter)
  if (known !== undefined) return known

  const name = zone.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const text = /[+-]\d\d:\d\d$/.exec(name)?.[0] ?? '+00:00'
  const [hours = '0', minutes = '0'] = text.slice(1).split(':')
  const offset = { text, ms: (Number(hours) * 60 + Number(minutes)) * 60_000 * (text.startsWith('-') ? -1 : 1) }
  if (offsets.size >= offsetsMax) offsets.clear()
  offsets.set(quarter, offset)
  return offset
}
