import type { Sandbox } from '#sandbox/server.ts'
import type { World } from '#sandbox/world.ts'
import type { Shop } from '#sandbox/shopify/state.ts'
import type { Document } from '#sandbox/smartbill/state.ts'
import { dayOf, stockOn, UNIT, wasStocked } from '#sandbox/smartbill/stock.ts'
import { cif, domain } from './day-world.ts'

const runs = 'gid://punte/Run/'

/**
 * What may rightly be sold of each product, kept from the outside. Orders move Shopify's figure exactly as they move this one, so it is
 * that figure without what the product and people wrote into it, and with what entered and left the warehouse by other ways than its invoices.
 */
export type Books = {
  /** Units that may be sold of a product. */
  readonly right: (sku: string) => number
  readonly available: (sku: string) => number
  /** How often the product told Shopify a figure. */
  readonly writes: () => number
  /** A person wrote into Shopify's figure. */
  readonly handEdit: (sku: string, delta: number) => void
  /** Units left by another way than an order. */
  readonly leftElsewhere: (sku: string, units: number) => void
  /** An instance asks billing for stock: what it writes afterwards knows of nothing later. */
  readonly asked: (instance: string) => void
  /** After a request of an instance: what it wrote is looked at. */
  readonly look: (instance: string) => void
  /** Raises above what was right, and by how much. */
  readonly wrong: readonly string[]
}

export function openBooks({ world }: Sandbox, skus: readonly string[]): Books {
  const written = new Map<string, number>()
  const left: Moved[] = []
  const wrong: string[] = []
  const start = new Map(skus.map((sku) => [sku, billing(world, sku)]))
  const readings = new Map<string, number>()
  let lastGroup = 0
  let writes = 0
  return {
    right,
    available: (sku) => available(world, sku),
    writes: () => writes,
    handEdit: add,
    leftElsewhere: (sku, units) => void left.push({ sku, at: world.clock.now(), units }),
    asked: (instance) => void readings.set(instance, world.clock.now()),
    look,
    wrong,
  }

  function right(sku: string): number {
    return available(world, sku) - (written.get(sku) ?? 0) + billing(world, sku) - (start.get(sku) ?? 0)
  }

  function add(sku: string, delta: number): void {
    written.set(sku, (written.get(sku) ?? 0) + delta)
  }

  function look(instance: string): void {
    const raised = new Set<string>()
    for (const [id, { reference, changes }] of shopOf(world).adjustments) {
      if (id <= lastGroup) continue
      lastGroup = id
      if (reference?.startsWith(runs) !== true) continue
      writes += 1
      for (const { name, delta, level } of changes) {
        if (name !== 'available' || level.item.sku === null) continue
        add(level.item.sku, delta)
        if (delta > 0) raised.add(level.item.sku)
      }
    }
    for (const sku of raised) judge(sku, readings.get(instance) ?? 0)
  }

  function judge(sku: string, askedAt: number): void {
    const now = world.clock.now()
    const lately = unitsSince(left, sku, askedAt)
    const shown = available(world, sku)
    if (shown <= right(sku) + lately) return
    const at = new Date(now).toISOString()
    wrong.push(`${at} ${sku} was raised to ${shown}; ${right(sku)} were right and ${lately} could not be known`)
  }
}

type Moved = { readonly sku: string; readonly at: number; readonly units: number }

function unitsSince(all: readonly Moved[], sku: string, since: number): number {
  return all.filter((one) => one.sku === sku && one.at >= since).reduce((sum, { units }) => sum + units, 0)
}

function available(world: World, sku: string): number {
  const [variant] = shopOf(world).bySku.get(sku) ?? []
  const levels = shopOf(world).levels.byItem.get(present(variant).item.id)?.values() ?? []
  return [...levels].reduce((sum, { counters }) => sum + counters.available, 0)
}

/** Units in the warehouses, and those that left by the product's own invoices. */
function billing(world: World, sku: string): number {
  const company = present(world.smartbill.get(cif))
  const today = dayOf(world.clock.now())
  const articleIds = company.articles.filter(({ code }) => code === sku).map(({ id }) => id)
  let units = 0
  for (const { name: warehouse } of company.warehouses) {
    for (const articleId of articleIds) {
      if (wasStocked(company, { warehouse, articleId })) units += stockOn(company, { warehouse, articleId }, today)
    }
  }
  for (const { lines } of company.documents.filter(isOwn)) {
    for (const { discharge } of lines) if (discharge !== null && articleIds.includes(discharge.articleId)) units += discharge.quantity
  }
  return units / UNIT
}

function shopOf(world: World): Shop {
  return present(world.shops.get(domain))
}

/** An invoice of the product that stands: it names an order. */
export function isOwn({ byHand, kind, status }: Document): boolean {
  return !byHand && kind === 'invoice' && status === 'issued'
}

function present<Thing>(thing: Thing | undefined): Thing {
  if (thing === undefined) throw new Error('the simulated world has lost it')
  return thing
}
