import { bani, sumBani, type Bani } from './money.ts'
import { chooseBuyer, type BuyerNote } from './buyer.ts'
import type { InvoiceClient, InvoiceLine, ServiceInvoice } from './invoice.ts'
import type { InvoiceWait, UnboundLine } from './invoice-wait.ts'
import { invoiceParts, partsTotal, type HalfBan, type Part, type Parts } from './invoice-parts.ts'
import { bindingOf, needsBinding, type LineBinding } from './invoice-product.ts'
import type { Order } from './order.ts'
import { paymentMethod } from './payment-method.ts'
import { addDays } from './romania.ts'
import type { Preferences, ServiceSettings } from './settings.ts'
import { predictTotals, type Totals, type VatRounding } from './vat.ts'
import { writeLines, type Writing } from './write-lines.ts'

export type ComposeFacts = {
  readonly order: Order
  readonly preferences: Pick<Preferences, 'useStock' | 'unboundLines' | 'hiddenBuyer'>
  readonly service: Pick<ServiceSettings, 'invoice' | 'warehouse'>
  /** What the service was last seen to offer. */
  readonly configuration: { readonly vatPayer: boolean; readonly vatRates: readonly { readonly name: string; readonly percent: number }[] }
  readonly limits: InvoiceLimits
  /** By order line id. */
  readonly bindings: ReadonlyMap<string, LineBinding>
  /** The main warehouse of each paired location, by Shopify location id. */
  readonly warehouses: ReadonlyMap<string, string>
  /** A buyer that a person typed in place of what Shopify tells. */
  readonly typedBuyer: InvoiceClient | null
  /** Unique to the attempt, and printed. */
  readonly mark: string
  /** The Bucharest day of the document. */
  readonly day: string
}

type InvoiceLimits = {
  readonly linesMax: number
  readonly currencies: readonly string[]
  /** Every way in which the service may round VAT: the total must be right under each. */
  readonly vatRounding: readonly VatRounding[]
}

export type ComposedInvoice =
  | {
      readonly do: 'invoice'
      readonly invoice: ServiceInvoice
      readonly predicted: readonly Prediction[]
      readonly shopifyTax: Bani
      readonly notes: readonly BuyerNote[]
    }
  | { readonly do: 'wait'; readonly reason: InvoiceWait }

type Prediction = Totals & { readonly rounding: VatRounding }

/** The order as an invoice whose total is proven equal to Shopify's to the ban, or the line and the difference for which it waits. */
export function composeInvoice(facts: ComposeFacts): ComposedInvoice {
  const { order, service } = facts
  const { series } = service.invoice
  if (series === null) return wait({ why: 'seriesNotChosen' })
  const foreign = currencyProblem(facts)
  if (foreign !== null) return wait(foreign)

  const buyer = facts.typedBuyer === null ? chooseBuyer(order, service.invoice, facts.preferences.hiddenBuyer) : typed(facts.typedBuyer)
  if (buyer.do === 'wait') return buyer
  const long = tooManyLines(facts)
  if (long !== null) return wait(long)
  const unbound = unboundLines(facts)
  if (unbound.length > 0) return wait({ why: 'productNotBound', lines: unbound })

  const proven = proveParts(facts)
  if (proven.is === 'wait') return wait(proven.reason)
  const written = writeProven(facts, proven.parts)
  if (written.is === 'wait') return wait(written.reason)

  const total = partsTotal(proven.parts, order)
  const invoice = document(facts, { series, client: buyer.client, lines: written.lines, total })
  const shopifyTax = sumBani(proven.parts.map((part) => part.tax))
  return { do: 'invoice', invoice, predicted: predict(written.lines, facts.limits), shopifyTax, notes: buyer.notes }
}

function wait(reason: InvoiceWait): { readonly do: 'wait'; readonly reason: InvoiceWait } {
  return { do: 'wait', reason }
}

function typed(client: InvoiceClient): { do: 'invoice'; client: InvoiceClient; notes: readonly BuyerNote[] } {
  return { do: 'invoice', client, notes: [] }
}

function currencyProblem({ order, service, limits }: ComposeFacts): InvoiceWait | null {
  if (!limits.currencies.includes(order.currency)) return { why: 'currencyNotOffered', currency: order.currency }
  if (order.currency === order.presentmentCurrency || service.invoice.currency === 'shop') return null
  return { why: 'currencyDiffers', shop: order.currency, paidIn: order.presentmentCurrency }
}

/** Each line that stands is a line of the invoice at least: what is too long already is not looked into line by line. */
function tooManyLines({ order, limits }: ComposeFacts): InvoiceWait | null {
  const lines = order.lines.filter(({ currentQuantity }) => currentQuantity > 0).length
  return lines > limits.linesMax ? { why: 'tooManyLines', lines, max: limits.linesMax } : null
}

function unboundLines(facts: ComposeFacts): UnboundLine[] {
  if (!facts.preferences.useStock || facts.preferences.unboundLines === 'service') return []
  const standing = facts.order.lines.filter((line) => line.currentQuantity > 0 && needsBinding(line))
  return standing.flatMap((line) => {
    const binding = bindingOf(facts, line)
    if (binding.is === 'bound') return []
    const { reason, key, suggestions } = binding
    return [{ id: line.id, name: line.name, sku: line.sku, reason, key, suggestions }]
  })
}

/** What stands of the order, proven against what Shopify says was charged. */
function proveParts(facts: ComposeFacts): Parts {
  const { order } = facts
  const first = partsWithTip(facts, 'stays')
  if (first.is === 'wait' || isProven(order, partsTotal(first.parts, order))) return first
  const second = partsWithTip(facts, 'left')
  if (second.is === 'parts' && isProven(order, partsTotal(second.parts, order))) return second
  return { is: 'wait', reason: unproven(order, partsTotal(first.parts, order)) }
}

/** A tip is named apart by Shopify and may stand among the lines as well: it is added where the lines lack exactly it. */
function partsWithTip(facts: ComposeFacts, half: HalfBan): Parts {
  const { order } = facts
  const without = invoiceParts(facts, half, bani(0))
  if (order.tip <= 0) return without
  if (without.is === 'parts' && isProven(order, partsTotal(without.parts, order))) return without
  return invoiceParts(facts, half, order.tip)
}

function isProven(order: Order, composed: Bani): boolean {
  const refunded = sumBani(order.refunds.map((refund) => refund.total))
  if (composed + refunded === order.total) return true
  return hasLeft(order) && composed === order.received - refunded + order.outstanding
}

function hasLeft(order: Order): boolean {
  return order.lines.some((line) => line.currentQuantity < line.quantity) || order.shippingLines.some((line) => line.removed)
}

function unproven(order: Order, composed: Bani): InvoiceWait {
  const refunded = sumBani(order.refunds.map((refund) => refund.total))
  const difference = bani(order.total - refunded - composed)
  if (refunded > 0 || hasLeft(order)) return { why: 'refundNotExplained', composed, refunded, difference }
  return { why: 'sumDiffers', composed, total: order.total, difference }
}

type Written = { readonly is: 'lines'; readonly lines: readonly InvoiceLine[] } | { readonly is: 'wait'; readonly reason: InvoiceWait }

/** The first way of writing that fits the service's line limit and comes to the total under every rounding. */
function writeProven({ order, service, limits }: ComposeFacts, parts: readonly Part[]): Written {
  const total = partsTotal(parts, order)
  const ways: readonly Writing[] = [service.invoice.discounts, 'line', 'price', 'gross']
  const written = ways.map((way) => writeLines(parts, order.taxesIncluded, way))
  const exact = written.filter((lines) => predict(lines, limits).every((predicted) => predicted.total === total))
  const fitting = exact.find((lines) => lines.length <= limits.linesMax)
  if (fitting !== undefined) return { is: 'lines', lines: fitting }

  const [shortest] = exact.toSorted((one, other) => one.length - other.length)
  if (shortest !== undefined) return { is: 'wait', reason: { why: 'tooManyLines', lines: shortest.length, max: limits.linesMax } }
  const composed = predict(written[0] ?? [], limits)[0]?.total ?? bani(0)
  return { is: 'wait', reason: { why: 'sumDiffers', composed, total, difference: bani(total - composed) } }
}

function predict(lines: readonly InvoiceLine[], limits: InvoiceLimits): Prediction[] {
  return limits.vatRounding.map((rounding) => ({ rounding, ...predictTotals(lines, rounding) }))
}

type Content = Pick<ServiceInvoice, 'series' | 'client' | 'lines' | 'total'>

function document(facts: ComposeFacts, content: Content): ServiceInvoice {
  const { day, mark, order, preferences } = facts
  const { draft, dueDays, language, sendEmail } = facts.service.invoice
  return {
    ...content,
    mentions: mentions(facts.service.invoice.mentions, order.name, mark),
    mark,
    day,
    dueDay: dueDays === null ? null : addDays(day, dueDays),
    currency: order.currency,
    language,
    draft,
    useStock: preferences.useStock && content.lines.some((line) => line.kind === 'product'),
    sendEmail: sendEmail && content.client.email !== null,
    payment: payment(facts, content.total),
  }
}

function mentions(template: string, orderName: string, mark: string): string {
  const text = template.replaceAll('{order}', () => orderName).trim()
  return [text, ...(text.includes(orderName) ? [] : [orderName]), `[${mark}]`].filter((part) => part !== '').join(' ')
}

/** Only money that has all arrived is recorded with the invoice. */
function payment({ order, service }: ComposeFacts, total: Bani): ServiceInvoice['payment'] {
  const { record } = paymentMethod(order.gateways, service.invoice)
  const paid = order.received >= total && total > 0
  return record === null || !paid ? null : { type: record, value: total }
}
