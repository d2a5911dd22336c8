import { numberArg, refusal, textArg, type Args, type FieldTable, fields } from './call.ts'

const pageMax = 250

type Key = readonly [value: string | number, id: number]
export type Connection<Thing> = {
  readonly things: readonly Thing[]
  readonly keyOf: (thing: Thing) => Key
  readonly hasNextPage: boolean
  readonly hasPreviousPage: boolean
}

/** A page of a sorted list. Throws as Shopify refuses: neither or both of first and last, or too many. */
export function page<Thing>(sorted: readonly Thing[], args: Args, keyOf: (thing: Thing) => Key): Connection<Thing> {
  const first = numberArg(args, 'first')
  const last = numberArg(args, 'last')
  if (first === undefined && last === undefined) throw refusal('you must provide one of first or last', 'BAD_REQUEST')
  if (first !== undefined && last !== undefined) throw refusal('providing both first and last is not supported', 'BAD_REQUEST')
  const size = first ?? last ?? 0
  const named = first === undefined ? 'last' : 'first'
  if (size < 0) throw refusal(`${named} must be greater than or equal to 0`, 'BAD_REQUEST')
  if (size > pageMax) throw refusal(`${named} cannot exceed ${pageMax}`, 'BAD_REQUEST')

  const list = args.reverse === true ? sorted.toReversed() : sorted
  const after = cursorPlace(list, textArg(args, 'after'), keyOf)
  const before = cursorPlace(list, textArg(args, 'before'), keyOf)
  const from = after === undefined ? 0 : after + 1
  const to = Math.max(before ?? list.length, from)
  const begin = first === undefined ? Math.max(to - size, from) : from
  const end = first === undefined ? to : Math.min(from + size, to)
  return { things: list.slice(begin, end), keyOf, hasNextPage: end < list.length, hasPreviousPage: begin > 0 }
}

/** A connection that never holds anything here. */
export function emptyPage(args: Args): Connection<never> {
  return page<never>([], args, () => [0, 0])
}

/** Lists whose order is their ids'. */
export function pageById<Thing extends { readonly id: number }>(things: readonly Thing[], args: Args): Connection<Thing> {
  return page(things, args, ({ id }) => [id, id])
}

/** Where the thing of the cursor stands: by its id, or after what sorts before it when it has moved or gone. */
function cursorPlace<Thing>(list: readonly Thing[], cursor: string | undefined, keyOf: (thing: Thing) => Key): number | undefined {
  if (cursor === undefined) return undefined
  const key = decoded(cursor)
  const place = list.findIndex((thing) => same(keyOf(thing), key))
  if (place !== -1) return place
  const descending = list.length > 1 && compareKeys(keyOf(first(list)), keyOf(lastOf(list))) > 0
  const passed = list.filter((thing) => compareKeys(keyOf(thing), key) * (descending ? -1 : 1) <= 0).length
  return passed - 1
}

function first<Thing>(list: readonly Thing[]): Thing {
  return at(list, 0)
}

function lastOf<Thing>(list: readonly Thing[]): Thing {
  return at(list, list.length - 1)
}

function at<Thing>(list: readonly Thing[], place: number): Thing {
  const thing = list[place]
  if (thing === undefined) throw new RangeError('the list is empty')
  return thing
}

export function compareKeys(a: Key, b: Key): number {
  if (a[0] !== b[0]) return a[0] < b[0] ? -1 : 1
  return a[1] - b[1]
}

function same(a: Key, b: Key): boolean {
  return a[0] === b[0] && a[1] === b[1]
}

function encoded([value, id]: Key): string {
  return Buffer.from(JSON.stringify({ last_id: id, last_value: String(value), numeric: typeof value === 'number' })).toString('base64')
}

function decoded(cursor: string): Key {
  try {
    const { last_id, last_value, numeric } = JSON.parse(Buffer.from(cursor, 'base64').toString('utf8'))
    if (typeof last_id === 'number' && typeof last_value === 'string') return [numeric === true ? Number(last_value) : last_value, last_id]
  } catch {
    // What is no cursor is refused below.
  }
  throw refusal('Invalid cursor for current pagination sort.', 'BAD_REQUEST')
}

type AnyConnection = Connection<unknown>
type Edge = { readonly cursor: string; readonly node: unknown }

export const connectionFields: FieldTable = fields<AnyConnection>({
  nodes: ({ things }) => things,
  edges: ({ things, keyOf }): Edge[] => things.map((node) => ({ cursor: encoded(keyOf(node)), node })),
  pageInfo: (connection) => connection,
})

export const edgeFields: FieldTable = fields<Edge>({ cursor: ({ cursor }) => cursor, node: ({ node }) => node })

export const pageInfoFields: FieldTable = fields<AnyConnection>({
  hasNextPage: ({ hasNextPage }) => hasNextPage,
  hasPreviousPage: ({ hasPreviousPage }) => hasPreviousPage,
  startCursor: ({ things, keyOf }) => (things.length === 0 ? null : encoded(keyOf(first(things)))),
  endCursor: ({ things, keyOf }) => (things.length === 0 ? null : encoded(keyOf(lastOf(things)))),
})
