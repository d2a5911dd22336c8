import { ControlProblem } from '#sandbox/problem.ts'
import type { World } from '#sandbox/world.ts'
import { cancelOrder } from './cancel-order.ts'
import { shopId, takeId } from './ids.ts'
import { addLevel, checkLevels } from './levels.ts'
import { newShop } from './new-shop.ts'
import { fulfilLines, payOrder } from './order-life.ts'
import { bani } from './order-money.ts'
import { defaultTitle, placeOrder } from './place-order.ts'
import type { OrderFile, ShopFile } from './shop-file.ts'
import type { Item, Level, Location, Order, Product, Shop, Variant } from './state.ts'
import { newStep } from './step.ts'
import { setSku } from './variants.ts'

type ProductFile = ShopFile['products'][number]
type VariantFile = ProductFile['variants'][number]
type StockFile = NonNullable<VariantFile['stock']>[string]

const defaultVat = 21
const minute = 60_000
/** The newest order of a file was placed this long before its `now`. */
const newestOrderMs = 3_600_000
const dayMs = 86_400_000
/** The catalogue is older than the orders. */
const catalogueAgeMs = 30 * dayMs

/** Opens the shop that the file describes, in the world. Throws ControlProblem with pointers into the shop's part of the file. */
export function loadShop(world: World, file: ShopFile): Shop {
  if (world.shops.has(file.domain)) throw wrong('/domain', `${file.domain} stands in the file twice`)
  const shop = newShop(file, shopId(world.shops.size), world.clock.now())
  const openedAt = world.clock.now() - catalogueAgeMs
  const locations = new Map(file.locations.map((location) => [location.name, loadLocation(shop, location, openedAt)]))
  if (locations.size < file.locations.length) throw wrong('/locations', 'two locations have one name')
  if (![...locations.values()].some(({ active }) => active)) throw wrong('/locations', 'a shop has an active location')
  file.products.forEach((product, index) => loadProduct(shop, product, { locations, openedAt, pointer: `/products/${index}` }))
  const committed = statedCommitments(shop, file, locations)
  if (file.orders === undefined) placeCommittedOrders(world, shop, committed)
  else file.orders.forEach((order, index) => placeStatedOrders(world, shop, { order, committed, pointer: `/orders/${index}` }))
  for (const [level, { units, pointer }] of committed) {
    if (level.counters.committed !== units) throw wrong(pointer, `says ${units} units, the orders hold ${level.counters.committed}`)
  }
  for (const levels of shop.levels.byLocation.values()) checkLevels(levels)
  world.shops.set(shop.domain, shop)
  return shop
}

function loadLocation(shop: Shop, { id, name, active }: ShopFile['locations'][number], at: number): Location {
  const location: Location = {
    type: 'Location',
    id: takeId(shop, 'location', id),
    levelNumber: takeId(shop, 'levelNumber', undefined),
    name,
    active: active ?? true,
    createdAt: at,
    updatedAt: at,
  }
  shop.locations.set(location.id, location)
  return location
}

type Surroundings = { readonly locations: ReadonlyMap<string, Location>; readonly openedAt: number; readonly pointer: string }

function loadProduct(shop: Shop, file: ProductFile, { locations, openedAt, pointer }: Surroundings): void {
  const product: Product = {
    type: 'Product',
    id: takeId(shop, 'product', file.id),
    title: file.title,
    status: file.status ?? 'ACTIVE',
    vendor: file.vendor ?? shop.name,
    createdAt: openedAt,
    updatedAt: openedAt,
    variants: [],
  }
  if (shop.products.has(product.id)) throw wrong(`${pointer}/id`, 'is taken')
  shop.products.set(product.id, product)
  file.variants.forEach((variant, index) => {
    loadVariant(shop, product, variant, { locations, openedAt, pointer: `${pointer}/variants/${index}` })
  })
}

function loadVariant(shop: Shop, product: Product, file: VariantFile, { locations, openedAt, pointer }: Surroundings): void {
  const item: Item = {
    type: 'InventoryItem',
    id: takeId(shop, 'item', file.inventoryItemId),
    sku: null,
    tracked: file.tracked ?? true,
    requiresShipping: file.requiresShipping ?? file.giftCard !== true,
    createdAt: openedAt,
    updatedAt: openedAt,
  }
  const variant: Variant = {
    type: 'ProductVariant',
    id: takeId(shop, 'variant', file.id),
    product,
    item,
    title: file.title ?? defaultTitle,
    barcode: file.barcode ?? null,
    price: bani(file.price),
    taxable: file.taxable ?? file.giftCard !== true,
    vat: file.vat ?? defaultVat,
    giftCard: file.giftCard ?? false,
    inventoryPolicy: file.inventoryPolicy ?? 'DENY',
    requiresComponents: file.requiresComponents ?? false,
    createdAt: openedAt,
    updatedAt: openedAt,
  }
  if (shop.variants.has(variant.id)) throw wrong(`${pointer}/id`, 'is taken')
  if (shop.items.has(item.id)) throw wrong(`${pointer}/inventoryItemId`, 'is taken')
  shop.variants.set(variant.id, variant)
  shop.items.set(item.id, item)
  shop.variantOfItem.set(item.id, variant)
  product.variants.push(variant)
  setSku(shop, variant, file.sku ?? null)
  const [first] = locations.values()
  const stock = Object.entries(file.stock ?? (first === undefined ? {} : { [first.name]: {} }))
  for (const [name, figures] of stock)
    loadLevel(shop, item, { location: locations.get(name), figures, openedAt, pointer: `${pointer}/stock/${name}` })
}

type LevelFile = {
  readonly location: Location | undefined
  readonly figures: StockFile
  readonly openedAt: number
  readonly pointer: string
}

function loadLevel(shop: Shop, item: Item, { location, figures, openedAt, pointer }: LevelFile): void {
  if (location === undefined) throw wrong(pointer, 'is no location of this shop')
  const level = addLevel(shop, item, location, openedAt)
  const { active, committed = 0, on_hand, ...rest } = figures
  level.active = active ?? true
  Object.assign(level.counters, rest)
  const { available, reserved, damaged, safety_stock, quality_control } = level.counters
  const sum = available + committed + reserved + damaged + safety_stock + quality_control
  if (on_hand !== undefined && on_hand !== sum) throw wrong(`${pointer}/on_hand`, `is not the sum of the others, ${sum}`)
  if (committed > 0 && !item.tracked) throw wrong(`${pointer}/committed`, 'an item that is not tracked has nothing committed')
}

type Stated = { readonly units: number; readonly pointer: string }
type Commitments = ReadonlyMap<Level, Stated>

function statedCommitments(shop: Shop, file: ShopFile, locations: ReadonlyMap<string, Location>): Commitments {
  const variants = [...shop.variants.values()]
  const stated = new Map<Level, Stated>()
  let place = 0
  file.products.forEach((product, p) =>
    product.variants.forEach((variant, v) => {
      const item = variants[place++]?.item
      for (const [name, { committed }] of Object.entries(variant.stock ?? {})) {
        const level = shop.levels.byItem.get(item?.id ?? 0)?.get(locations.get(name)?.id ?? 0)
        if (level !== undefined && committed !== undefined) {
          stated.set(level, { units: committed, pointer: `/products/${p}/variants/${v}/stock/${name}/committed` })
        }
      }
    }),
  )
  return stated
}

/** `committed: N` without orders: as many paid orders of one unit, one a minute. */
function placeCommittedOrders(world: World, shop: Shop, committed: Commitments): void {
  let left = [...committed.values()].reduce((units, stated) => units + stated.units, 0)
  for (const [level, { units }] of committed) {
    const variant = shop.variantOfItem.get(level.item.id)
    for (let unit = 0; unit < units && variant !== undefined; unit += 1) {
      left -= 1
      const at = world.clock.now() - newestOrderMs - left * minute
      const step = newStep(world, shop, at)
      const file: OrderFile = { lines: [{ variantId: variant.id, quantity: 1 }] }
      payOrder(step, placeOrder(step, file, { at, name: undefined, route: { to: level.location }, takesAvailable: false }))
    }
  }
}

type StatedOrder = { readonly order: OrderFile; readonly committed: Commitments; readonly pointer: string }

/** The figures of the file are those after its orders: placing them commits units without taking any off sale. */
function placeStatedOrders(world: World, shop: Shop, { order: file, committed, pointer }: StatedOrder): void {
  const newest = file.at === undefined ? world.clock.now() - newestOrderMs : Date.parse(file.at)
  if (newest > world.clock.now()) throw wrong(`${pointer}/at`, 'lies in the future')
  const count = file.count ?? 1
  const room = new Map([...committed].map(([level, { units }]) => [level, units]))
  for (let copy = 1; copy <= count; copy += 1) {
    const at = newest - (count - copy) * minute
    const step = newStep(world, shop, at)
    try {
      const name = count === 1 ? file.name : undefined
      finish(step, placeOrder(step, file, { at, name, route: { to: 'stated', committed: room }, takesAvailable: false }), file)
    } catch (error) {
      throw error instanceof ControlProblem ? within(error, pointer) : error
    }
  }
}

function finish(step: ReturnType<typeof newStep>, order: Order, file: OrderFile): void {
  if (file.paid === true) payOrder(step, order)
  if (file.fulfilled === true) fulfilLines(step, order, 'all')
  if (file.cancelled === true) cancelOrder(step, order, { restock: false, refund: false, reason: 'OTHER' })
}

function within(problem: ControlProblem, pointer: string): ControlProblem {
  const errors = problem.errors.length === 0 ? [{ pointer: '', detail: problem.message }] : problem.errors
  return new ControlProblem(
    problem.status,
    problem.message,
    errors.map((error) => ({ pointer: `${pointer}${error.pointer}`, detail: error.detail })),
  )
}

function wrong(pointer: string, detail: string): ControlProblem {
  return new ControlProblem(422, detail, [{ pointer, detail }])
}
