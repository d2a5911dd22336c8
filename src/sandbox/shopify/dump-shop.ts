import { quantityOf } from './levels.ts'
import { received, twoDecimals } from './order-money.ts'
import { openUnitsOf } from './order-units.ts'
import type { OrderFile, ShopFile } from './shop-file.ts'
import { quantityNames, type Customer, type Level, type Order, type Shop, type Variant } from './state.ts'
import { timeUtc } from './times.ts'

/** The shop in the shape of its file, with ids and the figures of now. */
export function dumpShop(shop: Shop): ShopFile {
  return {
    id: shop.id,
    domain: shop.domain,
    name: shop.name,
    token: shop.token,
    clientId: shop.clientId,
    clientSecret: shop.clientSecret,
    shopifyPlan: shop.plan,
    piiAccess: shop.piiAccess,
    scopes: [...shop.scopes],
    webhooks: shop.webhooks,
    switches: shop.switches,
    locations: [...shop.locations.values()].map(({ id, name, active }) => ({ id, name, active })),
    products: [...shop.products.values()].map(({ id, title, status, vendor, variants }) => ({
      id,
      title,
      status,
      vendor,
      variants: variants.map((variant) => dumpVariant(shop, variant)),
    })),
    orders: [...shop.orders.values()].map(dumpOrder),
  }
}

function dumpVariant(shop: Shop, variant: Variant): ShopFile['products'][number]['variants'][number] {
  const { id, item, title, barcode, price, taxable, vat, giftCard, requiresComponents, inventoryPolicy } = variant
  const levels = [...(shop.levels.byItem.get(item.id)?.values() ?? [])]
  return {
    id,
    inventoryItemId: item.id,
    title,
    sku: item.sku,
    barcode,
    price: twoDecimals(price),
    tracked: item.tracked,
    taxable,
    vat,
    giftCard,
    requiresShipping: item.requiresShipping,
    requiresComponents,
    inventoryPolicy,
    stock: Object.fromEntries(levels.map((level) => [level.location.name, { ...figures(level), active: level.active }])),
  }
}

function figures(level: Level): Record<string, number> {
  return Object.fromEntries(quantityNames.map((name) => [name, quantityOf(level.counters, name)]))
}

function dumpOrder(order: Order): OrderFile {
  const [shipping] = order.shippingLines
  const wholeDiscount = order.lines.reduce((all, line) => all + line.orderDiscount, 0)
  return {
    id: order.id,
    name: order.name,
    at: timeUtc(order.createdAt),
    lines: order.lines.map((line) => ({
      ...(line.variant === null
        ? { title: line.title, vat: line.vat }
        : { variantId: line.variant.id, ...(line.sku ? { sku: line.sku } : {}) }),
      price: twoDecimals(line.unitPrice),
      quantity: line.quantity,
      ...(line.lineDiscount === 0 ? {} : { discount: twoDecimals(line.lineDiscount) }),
    })),
    paid: received(order) > 0,
    fulfilled: order.fulfilments.length > 0 && openUnitsOf(order) === 0,
    cancelled: order.cancelledAt !== null,
    gateway: order.gateway,
    ...(shipping === undefined ? {} : { shipping: { title: shipping.title, price: twoDecimals(shipping.price) } }),
    ...(wholeDiscount === 0 ? {} : { discount: twoDecimals(wholeDiscount) }),
    taxesIncluded: order.taxesIncluded,
    ...(order.customer === null ? {} : { customer: dumpCustomer(order.customer) }),
    attributes: [...order.attributes],
    ...(order.note === null ? {} : { note: order.note }),
    test: order.test,
  }
}

function dumpCustomer({ firstName, lastName, email, phone, address }: Customer): NonNullable<OrderFile['customer']> {
  return {
    name: firstName === null ? lastName : `${firstName} ${lastName}`,
    ...(address.company === null ? {} : { company: address.company }),
    ...(email === null ? {} : { email }),
    ...(phone === null ? {} : { phone }),
    county: address.province,
    city: address.city,
    address: address.address1,
    zip: address.zip,
    country: address.countryCode,
  }
}
