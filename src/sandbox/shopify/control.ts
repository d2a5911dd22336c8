import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { ControlProblem, problemAnswer, problemOf } from '#sandbox/problem.ts'
import type { World } from '#sandbox/world.ts'
import { cancelOrder } from './cancel-order.ts'
import { gid, parseGid } from './ids.ts'
import { editOrder } from './edit-order.ts'
import { levelAt, levelsOf, quantityOf } from './levels.ts'
import { moveOrder } from './move-order.ts'
import { fulfilLines, payOrder } from './order-life.ts'
import { bani, received } from './order-money.ts'
import { fulfilledUnits, openUnitsOf, unfulfilledUnits } from './order-units.ts'
import { placeOrder } from './place-order.ts'
import { refundOrder } from './refund-order.ts'
import { itemBody } from './rest-product.ts'
import { OrderFile } from './shop-file.ts'
import { quantityNames, type Level, type Location, type Order, type OrderLine, type Shop } from './state.ts'
import { inStep, moveStock, touchProduct, type Step } from './step.ts'
import { setSku, variantBySku, variantsWithSku } from './variants.ts'

const units = z.int().min(1).max(1_000_000)
const FulfilBody = z.strictObject({
  lines: z
    .array(z.strictObject({ sku: z.string(), quantity: units }))
    .min(1)
    .optional(),
})
const CancelBody = z.strictObject({ restock: z.boolean(), refund: z.boolean().optional() })
const RefundBody = z.strictObject({
  lines: z.array(
    z.strictObject({ sku: z.string(), quantity: units, restock: z.enum(['cancel', 'return', 'none']), location: z.string().optional() }),
  ),
  amount: z
    .string()
    .regex(/^\d{1,9}(\.\d{1,2})?$/, 'money is written like "60.50"')
    .optional(),
})
const EditBody = z.strictObject({
  sku: z.string(),
  delta: z
    .int()
    .min(-1_000_000)
    .max(1_000_000)
    .refine((delta) => delta !== 0, 'must not be 0'),
})
const MoveBody = z.strictObject({ location: z.string() })
const ReserveBody = z.strictObject({ sku: z.string(), location: z.string(), quantity: z.int().min(-1_000_000).max(1_000_000) })
const VariantBody = z.strictObject({
  sku: z.string().nullable().optional(),
  barcode: z.string().nullable().optional(),
  title: z.string().min(1).optional(),
  tracked: z.boolean().optional(),
  requiresComponents: z.boolean().optional(),
})
const LevelBody = z.strictObject({ sku: z.string(), location: z.string(), available: z.int().min(-1_000_000_000).max(1_000_000_000) })

/** What people and tests do to a shop from outside the Admin API: mounted at /_sim/shopify. */
export function shopifyControl(world: World): Hono {
  const control = new Hono()
  control.onError((error) => {
    if (error instanceof ControlProblem) return problemAnswer(error)
    if (error instanceof z.ZodError) return problemAnswer(problemOf(error))
    throw error
  })
  control.get('/:shop/levels', (context) => context.json(levels(shopOf(world, context), context.req.query('sku'))))
  control.get('/:shop/orders/:id', (context) => context.json(orderView(orderOf(shopOf(world, context), context))))
  control.post('/:shop/orders', async (context) =>
    context.json(newOrders(world, shopOf(world, context), OrderFile.parse(await body(context))), 201),
  )
  control.post('/:shop/levels', async (context) =>
    context.json(editLevel(world, shopOf(world, context), LevelBody.parse(await body(context)))),
  )
  control.post('/:shop/reserve', async (context) =>
    context.json(reserve(world, shopOf(world, context), ReserveBody.parse(await body(context)))),
  )
  control.patch('/:shop/variants/:sku', async (context) =>
    context.json(editVariant(world, shopOf(world, context), context.req.param('sku'), VariantBody.parse(await body(context)))),
  )
  for (const [name, act] of Object.entries(orderActs)) {
    control.post(`/:shop/orders/:id/${name}`, async (context) => {
      const shop = shopOf(world, context)
      const order = orderOf(shop, context)
      const given = await body(context)
      inStep(world, shop, (step) => act(step, order, given))
      return context.json(orderView(order))
    })
  }
  return control
}

type Act = (step: Step, order: Order, given: unknown) => void

const orderActs: Readonly<Record<string, Act>> = {
  pay: (step, order, given) => {
    z.strictObject({}).parse(given)
    payOrder(step, order)
  },
  fulfil: (step, order, given) => {
    const { lines } = FulfilBody.parse(given)
    fulfilLines(
      step,
      order,
      lines === undefined
        ? 'all'
        : new Map(
            lines.map(({ sku, quantity }, index) => [
              lineOf(order, sku, { index, units: (line) => unfulfilledUnits(order, line) }),
              quantity,
            ]),
          ),
    )
  },
  cancel: (step, order, given) => {
    const { restock, refund } = CancelBody.parse(given)
    cancelOrder(step, order, { restock, refund: refund ?? received(order) > 0, reason: 'CUSTOMER' })
  },
  refund: (step, order, given) => {
    const { lines, amount } = RefundBody.parse(given)
    const wanted = lines.map(({ sku, quantity, restock, location }, index) => ({
      ...(location === undefined ? {} : { location: locationNamed(step.shop, location, `/lines/${index}/location`) }),
      line: lineOf(order, sku, { index, units: (line) => line.currentQuantity }),
      quantity,
      restock,
    }))
    refundOrder(step, order, wanted, amount === undefined ? undefined : bani(amount))
  },
  move: (step, order, given) => {
    moveOrder(step, order, locationNamed(step.shop, MoveBody.parse(given).location, '/location'))
  },
  edit: (step, order, given) => {
    const { sku, delta } = EditBody.parse(given)
    const variant = order.lines.find((line) => line.sku === sku)?.variant ?? variantBySku(step.shop, sku, '/sku')
    editOrder(step, order, variant, delta)
  },
}

function shopOf(world: World, context: Context): Shop {
  const domain = context.req.param('shop') ?? ''
  const shop = world.shops.get(domain)
  if (shop === undefined) throw new ControlProblem(404, `no shop ${domain}`)
  return shop
}

/** An order by its global id, its number or its name. */
function orderOf(shop: Shop, context: Context): Order {
  const text = context.req.param('id') ?? ''
  const parsed = parseGid(text)
  const order =
    shop.ordersByName.get(text) ?? shop.orders.get(parsed?.type === 'Order' ? parsed.id : Number(text)) ?? shop.ordersByName.get(`#${text}`)
  if (order === undefined) throw new ControlProblem(404, `no order ${text} in ${shop.domain}`)
  return order
}

async function body(context: Context): Promise<unknown> {
  const text = await context.req.text()
  if (text.trim() === '') return {}
  try {
    return JSON.parse(text)
  } catch {
    throw new ControlProblem(422, 'the body is not JSON')
  }
}

/** The order's line of that SKU that has units to act on. */
function lineOf(
  order: Order,
  sku: string,
  { index, units: unitsOf }: { readonly index: number; readonly units: (line: OrderLine) => number },
): OrderLine {
  const lines = order.lines.filter((line) => line.sku === sku)
  const line = lines.find((each) => unitsOf(each) > 0) ?? lines[0]
  if (line === undefined)
    throw new ControlProblem(422, `${order.name} has no line ${sku}`, [
      { pointer: `/lines/${index}/sku`, detail: `${order.name} has no such line` },
    ])
  return line
}

function newOrders(world: World, shop: Shop, file: OrderFile): unknown {
  const at = file.at === undefined ? world.clock.now() : Date.parse(file.at)
  if (at > world.clock.now()) throw new ControlProblem(422, 'at lies in the future', [{ pointer: '/at', detail: 'lies in the future' }])
  const count = file.count ?? 1
  const orders = Array.from({ length: count }, () =>
    inStep(world, shop, (step) => placed(step, count === 1 ? file : { ...file, id: undefined, name: undefined }, at)),
  )
  const named = orders.map(({ id, name }) => ({ id: gid('Order', id), name }))
  return count === 1 ? named[0] : { ...named[0], orders: named }
}

function placed(step: Step, file: OrderFile, at: number): Order {
  const order = placeOrder(step, file, { at, name: file.name, route: { to: 'stock' }, takesAvailable: true })
  if (file.paid === true) payOrder(step, order)
  if (file.fulfilled === true) fulfilLines(step, order, 'all')
  if (file.cancelled === true) cancelOrder(step, order, { restock: true, refund: received(order) > 0, reason: 'CUSTOMER' })
  return order
}

function levels(shop: Shop, sku: string | undefined): unknown[] {
  const variants = sku === undefined ? [...shop.variants.values()] : variantsWithSku(shop, sku)
  if (variants.length === 0 && sku !== undefined) throw new ControlProblem(404, `no variant has the SKU ${sku}`)
  return variants.flatMap(({ item }) => levelsOf(shop, item.id).map(levelView))
}

function levelView(level: Level): Record<string, unknown> {
  const figures = quantityNames.map((name) => [name, quantityOf(level.counters, name)])
  return { sku: level.item.sku, location: level.location.name, ...Object.fromEntries(figures), isActive: level.active }
}

function orderView(order: Order): unknown {
  return {
    id: gid('Order', order.id),
    name: order.name,
    paid: received(order) > 0,
    fulfilled: order.fulfilments.length > 0 && openUnitsOf(order) === 0,
    cancelled: order.cancelledAt !== null,
    lines: order.lines.map((line) => ({
      sku: line.sku,
      title: line.title,
      quantity: line.quantity,
      current: line.currentQuantity,
      fulfilled: fulfilledUnits(order, line),
      open: unfulfilledUnits(order, line),
    })),
    metafields: order.metafields.map(({ namespace, key, valueType, value }) => ({ namespace, key, type: valueType, value })),
  }
}

/** A person corrects the figure in Shopify's own pages. */
function editLevel(world: World, shop: Shop, { sku, location, available }: z.infer<typeof LevelBody>): unknown {
  const level = levelNamed(shop, sku, location)
  inStep(world, shop, (step) => moveStock(step, level, 'available', available - level.counters.available))
  return levelView(level)
}

/** A draft order reserves units, or gives them back. */
function reserve(world: World, shop: Shop, { sku, location, quantity }: z.infer<typeof ReserveBody>): unknown {
  const level = levelNamed(shop, sku, location)
  if (level.counters.reserved + quantity < 0) throw new ControlProblem(422, `only ${level.counters.reserved} units are reserved`)
  inStep(world, shop, (step) => {
    moveStock(step, level, 'available', -quantity)
    moveStock(step, level, 'reserved', quantity)
  })
  return levelView(level)
}

function levelNamed(shop: Shop, sku: string, name: string): Level {
  const variant = variantBySku(shop, sku, '/sku')
  const level = levelAt(shop, variant.item.id, locationNamed(shop, name, '/location').id)
  if (level === undefined)
    throw new ControlProblem(422, `${sku} is not stocked at ${name}`, [{ pointer: '/location', detail: `${sku} is not stocked there` }])
  return level
}

function locationNamed(shop: Shop, name: string, pointer: string): Location {
  const location = [...shop.locations.values()].find((each) => each.name === name)
  if (location === undefined) throw new ControlProblem(422, `there is no location ${name}`, [{ pointer, detail: 'is not known' }])
  return location
}

function editVariant(world: World, shop: Shop, sku: string, change: z.infer<typeof VariantBody>): unknown {
  if (variantsWithSku(shop, sku).length === 0) throw new ControlProblem(404, `no variant has the SKU ${sku}`)
  const variant = variantBySku(shop, sku, '/sku')
  inStep(world, shop, (step) => {
    if (change.sku !== undefined) setSku(shop, variant, change.sku)
    if (change.barcode !== undefined) variant.barcode = change.barcode
    if (change.title !== undefined) variant.title = change.title
    if (change.tracked !== undefined) variant.item.tracked = change.tracked
    if (change.requiresComponents !== undefined) variant.requiresComponents = change.requiresComponents
    variant.updatedAt = Math.max(variant.updatedAt, step.now)
    variant.item.updatedAt = Math.max(variant.item.updatedAt, step.now)
    touchProduct(step, variant.product)
    step.happenings.push({ topic: 'inventory_items/update', body: () => itemBody(variant.item) })
  })
  return {
    id: gid('ProductVariant', variant.id),
    sku: variant.item.sku,
    barcode: variant.barcode,
    title: variant.title,
    tracked: variant.item.tracked,
  }
}
