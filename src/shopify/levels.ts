import { z } from 'zod'
import type { Level } from '#core/stock-types.ts'
import type { Admin } from './admin.ts'
import { levelsDocument, setAvailableDocument } from './level-documents.ts'
import { gid, idOf } from './gid.ts'
import { parseReply } from './parse.ts'

/** Shopify's limit for every list that is sent. */
export const rowsMax = 250
/** Lists of that length in one question: its cost grows by three points each. */
export const listsMax = 8

export type ItemLevel = { readonly tracked: boolean; readonly active: boolean; readonly level: Level }

export type Write = { readonly itemId: string; readonly from: number; readonly to: number }

/** `refused`: the rows that Shopify names, or every row where it names none. Nothing of the call was applied. */
export type Written =
  | { readonly is: 'written' }
  | { readonly is: 'stale'; readonly items: readonly string[] }
  | { readonly is: 'refused'; readonly code: string; readonly message: string; readonly items: readonly string[] }

const names = {
  available: 'available',
  on_hand: 'onHand',
  committed: 'committed',
  reserved: 'reserved',
  damaged: 'damaged',
  safety_stock: 'safetyStock',
  quality_control: 'qualityControl',
} as const

const zero = { available: 0, onHand: 0, committed: 0, reserved: 0, damaged: 0, safetyStock: 0, qualityControl: 0 }

const Quantities = z
  .array(z.object({ name: z.enum(Object.keys(names) as (keyof typeof names)[]), quantity: z.number().int() }))
  .length(Object.keys(names).length)
  .transform((rows): Level => Object.assign({ ...zero }, ...rows.map(({ name, quantity }) => ({ [names[name]]: quantity }))))

const Item = z.object({
  id: z.string(),
  tracked: z.boolean(),
  inventoryLevel: z.object({ isActive: z.boolean(), quantities: Quantities }).nullable(),
})

const Lists = z.record(z.string(), z.array(z.union([z.null(), Item])))

/** The levels of items at one location, read at once. Items that Shopify does not know or stock there are absent. At most rowsMax x listsMax. */
export async function readLevels(shop: Admin, locationId: string, itemIds: readonly string[]): Promise<ReadonlyMap<string, ItemLevel>> {
  const lists = chunks(itemIds, rowsMax)
  if (lists.length > listsMax) throw new RangeError(`more than ${rowsMax * listsMax} items in one reading of levels`)
  const variables = Object.fromEntries(lists.map((list, index) => [`l${index}`, list.map((id) => gid('InventoryItem', id))]))
  const { data } = await shop.read(levelsDocument(lists.length), { ...variables, locationId: gid('Location', locationId) })
  const levels = new Map<string, ItemLevel>()
  for (const item of Object.values(parseReply(Lists, data)).flat()) {
    if (item === null || item.inventoryLevel === null) continue
    const { isActive, quantities } = item.inventoryLevel
    levels.set(idOf(item.id), { tracked: item.tracked, active: isActive, level: quantities })
  }
  return levels
}

const SetReply = z.object({
  inventorySetQuantities: z.object({
    userErrors: z.array(z.object({ code: z.string().nullable(), field: z.array(z.string()).nullable(), message: z.string() })),
  }),
})

/** Sets `available` where it still is what was read: all rows or none. `key` names this intent; repeating it repeats no effect. */
export async function setAvailable(
  shop: Admin,
  { locationId, runId, key }: { readonly locationId: string; readonly runId: string; readonly key: string },
  rows: readonly Write[],
): Promise<Written> {
  const quantities = rows.map(({ itemId, from, to }) => ({
    inventoryItemId: gid('InventoryItem', itemId),
    locationId: gid('Location', locationId),
    quantity: to,
    changeFromQuantity: from,
  }))
  const input = { name: 'available', reason: 'correction', referenceDocumentUri: `gid://punte/Run/${runId}`, quantities }
  const { data } = await shop.write(setAvailableDocument, { input, key })
  const { userErrors } = parseReply(SetReply, data, true).inventorySetQuantities
  const [first] = userErrors
  if (first === undefined) return { is: 'written' }

  const named = userErrors.flatMap(({ field }) => rows[Number(field?.[2])]?.itemId ?? [])
  const items = named.length > 0 ? named : rows.map(({ itemId }) => itemId)
  if (first.code === 'CHANGE_FROM_QUANTITY_STALE') return { is: 'stale', items }
  return { is: 'refused', code: first.code ?? '', message: first.message, items }
}

function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size))
}
