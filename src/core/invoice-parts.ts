import { bani, sumBani, type Bani } from './money.ts'
import type { Vat } from './invoice.ts'
import type { ComposeFacts } from './compose-invoice.ts'
import type { InvoiceWait, LineRef } from './invoice-wait.ts'
import type { Order, OrderLine, TaxLine } from './order.ts'
import { productOf, type PartProduct } from './invoice-product.ts'
import { chooseVat, portion, vatOf } from './vat.ts'

/** One thing that the order charges for, with what stands of it: `quantity` units at `unitPrice`, less `discount`, `tax` as Shopify computed it. */
export type Part = PartProduct & {
  readonly source: LineRef
  readonly quantity: number
  readonly unitPrice: Bani
  readonly discount: Bani
  readonly tax: Bani
  readonly vat: Vat
}

export type Parts = { readonly is: 'parts'; readonly parts: readonly Part[] } | { readonly is: 'wait'; readonly reason: InvoiceWait }

/** When only some units of a line stand, half a ban of its discount and tax goes to the units that stay or to those that left. */
export type HalfBan = 'stays' | 'left'

type Charge = Pick<Part, 'source' | 'quantity' | 'unitPrice' | 'discount'> & {
  readonly taxLines: readonly TaxLine[]
  readonly product: PartProduct
}

const tipCode = 'BACSIS'
const feeCode = 'TAXA'

/** The order taken apart, or the first line that cannot be written and why. */
export function invoiceParts(facts: ComposeFacts, half: HalfBan, tip: Bani): Parts {
  const { order } = facts
  const standing = order.lines.filter((line) => line.currentQuantity > 0)
  const charges: (Charge | InvoiceWait)[] = [
    ...standing.map((line) => lineCharge(facts, line, half)),
    ...shippingCharges(facts),
    ...order.fees.map((fee) => serviceCharge(facts, { id: fee.id, name: fee.name }, feeCode, fee)),
    ...(tip > 0 ? [serviceCharge(facts, { id: `${order.id}#tip`, name: 'Bacsis' }, tipCode, { price: tip, taxLines: [] })] : []),
  ]
  const parts: Part[] = []
  for (const charge of charges) {
    const part = 'why' in charge ? charge : withVat(facts, charge)
    if ('why' in part) return { is: 'wait', reason: part }
    parts.push(part)
  }
  return parts.length === 0 ? { is: 'wait', reason: { why: 'nothingStands' } } : { is: 'parts', parts }
}

function lineCharge(facts: ComposeFacts, line: OrderLine, half: HalfBan): Charge | InvoiceWait {
  const source: LineRef = { id: line.id, name: line.name }
  const whole = line.unitPrice * line.quantity
  const discount = line.discounts.reduce<number>((sum, amount) => sum + amount, 0)
  if (!Number.isSafeInteger(whole) || !Number.isSafeInteger(discount)) return { why: 'amountTooLarge', line: source }
  if (discount > whole) return { why: 'discountAboveLine', line: source, difference: bani(discount - whole) }

  const product = productOf(facts, line)
  if ('why' in product) return product
  return {
    source,
    product,
    quantity: line.currentQuantity,
    unitPrice: line.unitPrice,
    discount: share(bani(discount), line, half),
    taxLines: line.taxLines.map((tax) => ({ ...tax, tax: share(tax.tax, line, half) })),
  }
}

function share(amount: Bani, { quantity, currentQuantity }: OrderLine, half: HalfBan): Bani {
  if (quantity === currentQuantity) return amount
  if (half === 'stays') return portion(amount, currentQuantity, quantity)
  return bani(amount - portion(amount, quantity - currentQuantity, quantity))
}

function shippingCharges(facts: ComposeFacts): Charge[] {
  const { shipping } = facts.service.invoice
  const charged = facts.order.shippingLines.filter((line) => !line.removed && line.price > 0)
  return charged.map((line) => {
    const source = { id: line.id, name: shipping.name ?? line.title }
    const charge = serviceCharge(facts, source, shipping.code, line)
    return { ...charge, discount: bani(line.price - line.discounted) }
  })
}

function serviceCharge(
  facts: ComposeFacts,
  source: LineRef,
  code: string | null,
  cost: { price: Bani; taxLines: readonly TaxLine[] },
): Charge {
  return {
    source,
    quantity: 1,
    unitPrice: cost.price,
    discount: bani(0),
    taxLines: cost.taxLines,
    product: { kind: 'service', name: source.name, code, unit: facts.service.invoice.unit, places: [], useServiceName: false },
  }
}

function withVat({ configuration, order, service }: ComposeFacts, charge: Charge): Part | InvoiceWait {
  const { product, source: line, taxLines } = charge
  const part = { ...product, source: line, quantity: charge.quantity, unitPrice: charge.unitPrice, discount: charge.discount }
  if (product.name.trim() === '') return { why: 'nameMissing', line }

  const tax = sumBani(taxLines.map((taxLine) => taxLine.tax))
  if (!configuration.vatPayer) return tax === 0 ? { ...part, tax, vat: null } : { why: 'taxedButNotVatPayer', line, difference: tax }

  const taxed = taxLines.filter((taxLine) => taxLine.tax !== 0)
  if (taxed.length > 1) return { why: 'severalTaxes', line }
  if (taxed.some((taxLine) => taxLine.channelLiable)) return { why: 'marketplaceTax', line }

  const percent = (taxed[0] ?? taxLines[0])?.ratePercent ?? 0
  const difference = bani(tax - vatOf(bani(part.unitPrice * part.quantity - part.discount), percent, order.taxesIncluded))
  if (Math.abs(difference) > toleranceBani(part.quantity)) return { why: 'taxNotByRate', line, difference }

  const choice = chooseVat(percent, configuration.vatRates, service.invoice.vat)
  switch (choice.is) {
    case 'vat':
      return { ...part, tax, vat: choice.vat }
    case 'unknown':
      return { why: 'vatUnknown', line, percent }
    case 'unnamed':
      return { why: 'vatNameNotChosen', line, percent, names: choice.names }
    case 'gone':
      return { why: 'vatNameGone', line, percent, name: choice.name }
  }
}

/** Rounding explains at most half a ban a unit; more means that Shopify did not compute the tax by the rate it names. */
function toleranceBani(quantity: number): number {
  return 1 + Math.floor(quantity / 2)
}

/** What the parts come to, with the tax on top where prices lack it. */
export function partsTotal(parts: readonly Part[], order: Pick<Order, 'taxesIncluded'>): Bani {
  return sumBani(parts.map((part) => partAmount(part, order.taxesIncluded)))
}

export function partAmount(part: Part, taxesIncluded: boolean): Bani {
  return bani(part.unitPrice * part.quantity - part.discount + (taxesIncluded ? 0 : part.tax))
}
