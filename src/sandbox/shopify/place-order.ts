import { ControlProblem } from '#sandbox/problem.ts'
import { attributesOf, customerOf } from './buyer.ts'
import { nextId, takeId } from './ids.ts'
import { levelAt } from './levels.ts'
import { allocate, bani, orderedTotals, sum } from './order-money.ts'
import { orderHappened } from './order-topics.ts'
import { routeLine, type Route } from './route-order.ts'
import type { OrderFile } from './shop-file.ts'
import type { FulfilmentOrder, Location, Order, OrderLine, Shop, Variant } from './state.ts'
import { moveStock, touchProduct, type Step } from './step.ts'
import { variantBySku } from './variants.ts'

const defaultVat = 21
const defaultGateway = 'shopify_payments'

type LineFile = OrderFile['lines'][number]

export type Placing = {
  readonly at: number
  readonly name: string | undefined
  readonly route: Route
  /** Units come off `available`, or the figures already say that they have. */
  readonly takesAvailable: boolean
}

/** A buyer completes the checkout: the order stands, its units are committed where they are routed to. Paid orders are paid at once. */
export function placeOrder(step: Step, file: OrderFile, placing: Placing): Order {
  const { shop } = step
  const customer = customerOf(shop, file)
  const lines = orderLines(shop, file)
  const number = orderNumber(shop, placing.name)
  const name = placing.name ?? `#${number}`
  if (shop.ordersByName.has(name))
    throw new ControlProblem(422, `there is an order ${name} already`, [{ pointer: '/name', detail: 'is taken' }])

  const draft: Order = {
    type: 'Order',
    id: takeId(shop, 'order', file.id),
    name,
    number,
    createdAt: placing.at,
    updatedAt: placing.at,
    cancelledAt: null,
    cancelReason: null,
    closedAt: null,
    edited: false,
    test: file.test ?? false,
    gateway: file.gateway ?? defaultGateway,
    taxesIncluded: file.taxesIncluded ?? true,
    customer,
    attributes: attributesOf(file),
    note: file.note ?? null,
    lines,
    shippingLines: shippingLines(shop, file),
    discountTitle: file.discount === undefined ? null : 'Reducere',
    transactions: [],
    refunds: [],
    fulfilmentOrders: [],
    fulfilments: [],
    metafields: [],
    originalTotal: 0,
  }
  const order = { ...draft, originalTotal: orderedTotals(draft).total }
  shop.orders.set(order.id, order)
  shop.ordersByName.set(order.name, order)
  for (const line of lines) commitLine(step, order, line, { ...placing, units: line.quantity })
  orderHappened(step, order, ['orders/create'])
  return order
}

function orderNumber(shop: Shop, name: string | undefined): number {
  const stated = /(\d{1,9})$/.exec(name ?? '')?.[1]
  const number = stated === undefined ? shop.lastOrderNumber + 1 : Number(stated)
  shop.lastOrderNumber = Math.max(shop.lastOrderNumber, number)
  return number
}

function orderLines(shop: Shop, file: OrderFile): OrderLine[] {
  const lines = file.lines.map((line, index) => orderLine(shop, line, `/lines/${index}`))
  const afterLines = lines.map((line) => line.unitPrice * line.quantity - line.lineDiscount)
  const off = discountOf(file.discount, sum(afterLines), '/discount')
  const shares = allocate(off, afterLines)
  return lines.map((line, index) => ({ ...line, orderDiscount: shares[index] ?? 0 }))
}

function orderLine(shop: Shop, file: LineFile, pointer: string): OrderLine {
  const line = file.sku === undefined && file.variantId === undefined ? customLine(shop, file, pointer) : variantLine(shop, file, pointer)
  return { ...line, lineDiscount: discountOf(file.discount, line.unitPrice * line.quantity, `${pointer}/discount`) }
}

function variantLine(shop: Shop, file: LineFile, pointer: string): OrderLine {
  const variant = file.variantId === undefined ? variantBySku(shop, file.sku ?? '', `${pointer}/sku`) : shop.variants.get(file.variantId)
  if (variant === undefined)
    throw new ControlProblem(422, 'no such variant', [{ pointer: `${pointer}/variantId`, detail: 'no such variant' }])
  return newLine(shop, variant, file.quantity, file.price === undefined ? variant.price : bani(file.price))
}

export function newLine(shop: Shop, variant: Variant, quantity: number, unitPrice: number): OrderLine {
  return {
    type: 'LineItem',
    id: nextId(shop, 'line'),
    variant,
    title: variant.product.title,
    variantTitle: variant.title === defaultTitle ? null : variant.title,
    sku: variant.item.sku,
    vendor: variant.product.vendor,
    taxable: variant.taxable,
    vat: variant.vat,
    giftCard: variant.giftCard,
    requiresShipping: variant.item.requiresShipping,
    unitPrice,
    quantity,
    currentQuantity: quantity,
    returned: 0,
    lineDiscount: 0,
    orderDiscount: 0,
  }
}

/** What Shopify calls the only variant of a product without options. */
export const defaultTitle = 'Default Title'

function customLine(shop: Shop, file: LineFile, pointer: string): OrderLine {
  if (file.title === undefined || file.price === undefined) {
    throw new ControlProblem(422, 'a line needs a sku, or a title and a price', [
      { pointer, detail: 'needs a sku, or a title and a price' },
    ])
  }
  return {
    type: 'LineItem',
    id: nextId(shop, 'line'),
    variant: null,
    title: file.title,
    variantTitle: null,
    sku: null,
    vendor: null,
    taxable: true,
    vat: file.vat ?? defaultVat,
    giftCard: false,
    requiresShipping: true,
    unitPrice: bani(file.price),
    quantity: file.quantity,
    currentQuantity: file.quantity,
    returned: 0,
    lineDiscount: 0,
    orderDiscount: 0,
  }
}

function shippingLines(shop: Shop, { shipping }: OrderFile): Order['shippingLines'] {
  if (shipping === undefined) return []
  const { title, price } = shipping
  return [{ type: 'ShippingLine', id: nextId(shop, 'shippingLine'), title, code: title, price: bani(price), vat: defaultVat }]
}

function discountOf(text: string | undefined, from: number, pointer: string): number {
  if (text === undefined) return 0
  const off = text.endsWith('%') ? Math.round((from * bani(text.slice(0, -1))) / 10_000) : bani(text)
  if (off > from) throw new ControlProblem(422, 'the discount is larger than the price', [{ pointer, detail: 'is larger than the price' }])
  return off
}

type Committing = Pick<Placing, 'route' | 'takesAvailable'> & { readonly units: number }

/** Puts units of a line on the fulfilment order of the location that they are routed to, and commits the stock. */
export function commitLine(step: Step, order: Order, line: OrderLine, { route, takesAvailable, units }: Committing): void {
  const location = routeLine(step.shop, order, line, { route, units })
  const item = line.variant?.item
  const level = item?.tracked === true ? (levelAt(step.shop, item.id, location.id) ?? null) : null
  const fulfilmentOrder = fulfilmentOrderAt(step, order, location)
  const held = {
    type: 'FulfillmentOrderLineItem' as const,
    id: nextId(step.shop, 'fulfilmentOrderLine'),
    line,
    level,
    total: units,
    remaining: units,
  }
  fulfilmentOrder.lines.push(held)
  if (line.variant !== null) touchProduct(step, line.variant.product)
  if (level === null) return

  level.holders.add(held)
  moveStock(step, level, 'committed', units)
  if (takesAvailable) moveStock(step, level, 'available', -units)
}

function fulfilmentOrderAt(step: Step, order: Order, location: Location): FulfilmentOrder {
  const open = order.fulfilmentOrders.find((each) => each.location === location && each.status === 'OPEN')
  if (open !== undefined) return open
  const id = nextId(step.shop, 'fulfilmentOrder')
  const at = order.fulfilmentOrders.length === 0 ? order.createdAt : step.now
  const opened: FulfilmentOrder = { type: 'FulfillmentOrder', id, order, location, createdAt: at, updatedAt: at, status: 'OPEN', lines: [] }
  order.fulfilmentOrders.push(opened)
  step.shop.fulfilmentOrders.set(id, opened)
  return opened
}
