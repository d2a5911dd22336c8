import { bani, type Bani } from './money.ts'
import type { InvoiceLine } from './invoice.ts'
import { partAmount, type Part } from './invoice-parts.ts'

/**
 * How amounts become lines that need no rounding.
 * `line`: the original price, and beneath it a discount of exactly the allocated bani. `price`: the discount lies in the price.
 * `gross`: the price holds discount and tax, for orders whose tax comes on top and would be rounded otherwise by the service.
 */
export type Writing = 'line' | 'price' | 'gross'

export function writeLines(parts: readonly Part[], taxesIncluded: boolean, writing: Writing): InvoiceLine[] {
  return parts.flatMap((part) => {
    if (writing === 'gross') return split(part, partAmount(part, taxesIncluded), true)
    if (part.discount === 0) return split(part, bani(part.unitPrice * part.quantity), taxesIncluded)
    // A discount belongs to one line above it, so units in several warehouses carry theirs in the price.
    if (writing === 'price' || part.places.length > 1) return split(part, partAmount(part, true), taxesIncluded)
    return [...split(part, bani(part.unitPrice * part.quantity), taxesIncluded), discountLine(part, taxesIncluded)]
  })
}

/** An amount over the units of a part: whole bani each, one ban more on as many units as it takes. */
function split(part: Part, amount: Bani, taxIncluded: boolean): InvoiceLine[] {
  const price = Math.floor(amount / part.quantity)
  let dearer = amount - price * part.quantity
  const places = part.places.length === 0 ? [{ warehouse: null, quantity: part.quantity }] : part.places

  return places.flatMap(({ warehouse, quantity }) => {
    const above = Math.min(dearer, quantity)
    dearer -= above
    const prices = [
      { quantity: quantity - above, unitPrice: bani(price) },
      { quantity: above, unitPrice: bani(price + 1) },
    ]
    return prices.filter((priced) => priced.quantity > 0).map((priced) => ({ ...productLine(part, taxIncluded), ...priced, warehouse }))
  })
}

function productLine(
  part: Part,
  taxIncluded: boolean,
): Omit<Extract<InvoiceLine, { kind: 'product' | 'service' }>, 'quantity' | 'unitPrice' | 'warehouse'> {
  const { kind, name, code, unit, vat, useServiceName } = part
  return { kind, source: part.source.id, name, code, unit, taxIncluded, vat, useServiceName }
}

function discountLine(part: Part, taxIncluded: boolean): InvoiceLine {
  const { discount: amount, source, unit, vat } = part
  return { kind: 'discount', source: source.id, name: `Reducere ${part.name}`, unit, amount, taxIncluded, vat }
}
