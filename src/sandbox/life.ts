import { demoBuyers } from './demo-catalogue.ts'
import { seededRandom } from './random.ts'
import type { World } from './world.ts'

/** Something happens every so often, this long apart. */
const betweenMs = { least: 2_000, most: 7_000 }

type Ask = (path: string, body: unknown) => Promise<unknown>

/**
 * Lets customers, the warehouse and the till go on by themselves in every shop and company of the world.
 * `ask` posts to the control API. Answers how to end it; chance comes from the world's seed.
 */
export function startLife(world: World, ask: Ask): () => void {
  const random = seededRandom(world.seed())
  let ended = false
  let callOff = later()
  return () => {
    ended = true
    callOff()
  }

  function later(): () => void {
    return world.clock.at(world.clock.now() + betweenMs.least + random() * (betweenMs.most - betweenMs.least), async () => {
      await happen(world, random, ask)
      if (!ended) callOff = later()
    })
  }
}

async function happen(world: World, random: () => number, ask: Ask): Promise<void> {
  const shop = pick(random, [...world.shops.values()])
  const company = pick(random, [...world.smartbill.values()])
  const chance = random()
  if (shop !== undefined && chance < 0.6) return placeOrder(random, shop, ask)
  if (shop !== undefined && chance < 0.8) return fulfilOldest(shop, ask)
  const warehouse = company?.warehouses[0]?.name
  const code = pick(random, company?.articles ?? [])?.code ?? ''
  if (company === undefined || warehouse === undefined || code === '') return
  if (chance < 0.9) await ask(`/_sim/smartbill/${company.cif}/nir`, { warehouse, code, quantity: 5 + Math.floor(random() * 20) })
  else if (chance < 0.97) await ask(`/_sim/smartbill/${company.cif}/consume`, { warehouse, code, quantity: 1 })
  else await ask(`/_sim/smartbill/${company.cif}/adjust`, { warehouse, code, quantity: random() < 0.5 ? 1 : -1 })
}

type Shop = World['shops'] extends Map<string, infer Each> ? Each : never

async function placeOrder(random: () => number, shop: Shop, ask: Ask): Promise<void> {
  const onSale = [...shop.variants.values()].filter(({ item }) => item.tracked && item.sku !== null && available(shop, item.id) > 0)
  const variants = Array.from({ length: 1 + Math.floor(random() * 2) }, () => pick(random, onSale)).filter((one) => one !== undefined)
  if (variants.length === 0) return
  const buyer = pick(random, demoBuyers) ?? demoBuyers[0]
  await ask(`/_sim/shopify/${shop.domain}/orders`, {
    lines: [...new Set(variants)].map(({ id }) => ({ variantId: id, quantity: 1 })),
    paid: random() < 0.9,
    shipping: { title: 'Curier', price: '18.15' },
    customer: { ...buyer, country: 'Romania' },
  })
}

function available(shop: Shop, itemId: number): number {
  return [...(shop.levels.byItem.get(itemId)?.values() ?? [])].reduce((sum, level) => sum + level.counters.available, 0)
}

/** The warehouse sends the oldest parcel. */
async function fulfilOldest(shop: Shop, ask: Ask): Promise<void> {
  const waiting = [...shop.fulfilmentOrders.values()].find(({ status, order }) => status === 'OPEN' && order.cancelledAt === null)
  if (waiting !== undefined) await ask(`/_sim/shopify/${shop.domain}/orders/${waiting.order.id}/fulfil`, {})
}

function pick<Item>(random: () => number, items: readonly Item[]): Item | undefined {
  return items[Math.floor(random() * items.length)]
}
