import { z } from 'zod'
import type { Context } from '#app/context.ts'
import { unavailableOf } from '#core/level.ts'
import { variantName } from '#core/match.ts'
import { UNIT } from '#core/quantity.ts'
import type { Level } from '#core/stock-types.ts'
import { lastFigures, lastLooks, type ShownFigure, type ShownProduct, type ShownRow } from '#db/product-views.ts'
import { usesDocumented } from '#jobs/plan-location.ts'
import type { ShopFacts } from '#jobs/shop-facts.ts'
import { pairingsOf, type Pairing } from '#jobs/stock-facts.ts'
import type { Product, Sentence } from './contract.ts'
import { sentence, sentenceOf } from './sentence.ts'

/** The terms of a stored look that a list shows: those of either rule. */
const Terms = z
  .object({ held: z.object({ most: z.number() }).optional(), committed: z.number().optional(), dispatchedOpen: z.number().optional() })
  .catch({})

/** Products at each location that the service's warehouses feed, as the last looks and readings have them. */
export async function productRows(context: Context, facts: ShopFacts, shown: readonly ShownProduct[]): Promise<Product[]> {
  const rows = await placedRows(context, facts, shown)
  return rows.map(({ row }) => row)
}

export type PlacedRow = { readonly product: ShownProduct; readonly pairing: Pairing | null; readonly row: Product }

export async function placedRows(context: Context, facts: ShopFacts, shown: readonly ShownProduct[]): Promise<readonly PlacedRow[]> {
  const { tenantId } = facts.tenant
  const items = shown.flatMap(({ itemId }) => itemId ?? [])
  const keys = [...new Set(shown.flatMap(({ articleKey }) => articleKey ?? []))]
  const looks = Map.groupBy(await lastLooks(context.db, tenantId, items), ({ itemId }) => itemId)
  const figures = Map.groupBy(
    await lastFigures(context.db, { tenantId, connection: facts.service?.kind ?? '' }, keys),
    (each) => each.articleKey,
  )
  const pairings = pairingsOf(facts)
  const now = context.io.clock.now()
  return shown.flatMap((product) => {
    const places = pairings.length === 0 || product.itemId === null || product.articleKey === null ? [null] : pairings
    return places.map((pairing) => {
      const look = looks.get(product.itemId ?? '')?.find(({ locationId }) => locationId === pairing?.locationId)
      const read = (figures.get(product.articleKey ?? '') ?? []).filter(({ warehouse }) => pairing?.warehouses.includes(warehouse) ?? true)
      return { product, pairing, row: rowOf(facts, { product, pairing, look, read, now }) }
    })
  })
}

type Parts = {
  readonly product: ShownProduct
  readonly pairing: Pairing | null
  readonly look: ShownRow | undefined
  readonly read: readonly ShownFigure[]
  readonly now: Date
}

function rowOf(facts: ShopFacts, { product, pairing, look, read, now }: Parts): Product {
  const template = facts.service?.warehouse.nameTemplate ?? '{title} {options}'
  const { title, options, billingName, articleKey, activeAt } = product
  const terms = Terms.parse(look?.terms ?? {})
  const bound = product.itemId !== null && articleKey !== null
  const pendingUntil = bound && activeAt !== null && activeAt > now ? activeAt : null
  // Written by keepLooks alone.
  const level = (look?.level ?? null) as Level | null
  return {
    code: articleKey ?? product.key ?? product.sku ?? '',
    name: title === null ? (billingName ?? '') : variantName({ title, options }, template),
    billingName,
    sku: product.sku,
    barcode: product.barcode,
    binding: bindingOf(product, pendingUntil),
    bindingReason: bindingReason(product, pendingUntil, facts.service?.warehouse.codeType),
    pendingUntil: pendingUntil?.toISOString() ?? null,
    onlyIn: onlyIn(product),
    location: pairing?.location ?? null,
    billing: read.map(({ warehouse, quantity, askedAt }) => ({
      service: facts.service?.kind ?? '',
      warehouse,
      quantity: quantity / UNIT,
      at: askedAt.toISOString(),
    })),
    held: usesDocumented(facts) ? Math.max(0, (terms.committed ?? 0) - (terms.dispatchedOpen ?? 0)) : (terms.held?.most ?? 0) / UNIT,
    unexplained: look?.unexplained ?? 0,
    buffer: facts.settings.preferences.buffer,
    committed: look?.committed ?? null,
    unavailable: level === null ? null : unavailableOf(level),
    available: look?.available ?? null,
    target: look?.target ?? null,
    differsSince: look?.differsSince?.toISOString() ?? null,
  }
}

function bindingOf({ itemId, articleKey, reason }: ShownProduct, pendingUntil: Date | null): Product['binding'] {
  if (itemId === null || articleKey === null) return reason === 'ambiguous' ? 'ambiguous' : 'unmatched'
  return pendingUntil === null ? 'bound' : 'pending'
}

/** A bound product whose own code has changed since it was bound. */
function linkReason({ articleKey, sku, barcode }: ShownProduct, codeType: string | undefined): Sentence | null {
  const own = (codeType === 'barcode' ? barcode : sku) ?? ''
  if (codeType === 'name' || own.trimEnd() === articleKey?.trimEnd()) return null
  return sentence('binding.link', { code: own === '' ? '-' : own })
}

function onlyIn({ itemId, articleKey, reason }: ShownProduct): Product['onlyIn'] {
  if (itemId === null) return 'billing'
  return articleKey === null && reason === 'unmatched' ? 'shopify' : null
}

function bindingReason(product: ShownProduct, pendingUntil: Date | null, codeType: string | undefined): Sentence | null {
  const { itemId, articleKey, bundle, reason, suggestions } = product
  if (pendingUntil !== null) return sentence('binding.pending')
  if (itemId === null) return sentence('binding.onlyBilling')
  if (articleKey !== null) return linkReason(product, codeType)
  if (bundle) return sentence('binding.bundle')
  const alike = (suggestions ?? []).map(({ code, name }) => `${code} ${name}`.trim())
  if (reason === 'unmatched' && alike.length > 0) return sentence('binding.suggested', { suggestions: alike.join(', ') })
  return sentence(sentenceOf('binding', reason, 'binding.unread'))
}
