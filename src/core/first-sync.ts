import { quantity, UNIT, type Quantity } from './quantity.ts'

/** One row of the go-live preview: billing stock in billing units, Shopify's figures in whole units. */
export type PreviewRow = {
  readonly stock: Quantity
  readonly packUnits: number
  readonly available: number
  readonly committed: number
  readonly shippedLastWeek: number
  readonly unavailable: number
  /** Held by the imported orders, in whole Shopify units. */
  readonly held: number
}

/** What the figures of a shop may mean; the first is the documented rule. */
export const stories = ['open-not-invoiced', 'open-invoiced', 'shipped-not-invoiced', 'unavailable-inside'] as const
export type Story = (typeof stories)[number]

export type Stories = { readonly fits: Readonly<Record<Story, number>>; readonly best: Story; readonly rows: number }

/** Tests each row against the four stories and says which fits most rows; of equals the earlier one. */
export function testStories(rows: readonly PreviewRow[]): Stories {
  const fits = { 'open-not-invoiced': 0, 'open-invoiced': 0, 'shipped-not-invoiced': 0, 'unavailable-inside': 0 }
  for (const row of rows) for (const story of stories) if (fitsStory(row, story)) fits[story] += 1
  const best = stories.reduce((best, story) => (fits[story] > fits[best] ? story : best))
  return { fits, best, rows: rows.length }
}

/** Whether the billing stock counts unavailable units, by the majority of the rows that have any; null when none has. */
export function unavailableByMajority(rows: readonly PreviewRow[]): 'inside' | 'outside' | null {
  const telling = rows.filter((row) => row.unavailable > 0)
  if (telling.length === 0) return null
  const outside = telling.filter((row) => row.stock === inBilling(row, row.available + row.held)).length
  const inside = telling.filter((row) => row.stock === inBilling(row, row.available + row.held + row.unavailable)).length
  return inside > outside ? 'inside' : 'outside'
}

/** How an order counts on the first day: settled, held until it ships (invoiced elsewhere), or ordinary. */
export function firstDayOf(
  order: { readonly processedAt: Date; readonly cancelled: boolean; readonly open: number },
  cutOver: Date,
): 'settled' | 'until-shipped' | 'ordinary' {
  if (order.processedAt >= cutOver) return 'ordinary'
  return order.cancelled || order.open <= 0 ? 'settled' : 'until-shipped'
}

export type OpenOrdersAnswer =
  | { readonly carry: 'none' }
  | { readonly carry: 'all' }
  | { readonly carry: 'tagged'; readonly tag: string }
  | { readonly carry: 'listed'; readonly names: ReadonlySet<string> }

/** The answer to "which of these orders already carry an invoice with stock?" for one order; unanswered means none. */
export function carriesInvoice(order: { readonly name: string; readonly tags: readonly string[] }, answer: OpenOrdersAnswer): boolean {
  switch (answer.carry) {
    case 'none':
      return false
    case 'all':
      return true
    case 'tagged':
      return order.tags.some((tag) => tag.trim().toLowerCase() === answer.tag.trim().toLowerCase())
    case 'listed':
      return answer.names.has(order.name)
  }
}

function fitsStory(row: PreviewRow, story: Story): boolean {
  const { available, committed } = row
  switch (story) {
    case 'open-not-invoiced':
      return row.stock === inBilling(row, available + committed)
    case 'open-invoiced':
      return row.stock === inBilling(row, available)
    case 'shipped-not-invoiced':
      return row.stock === inBilling(row, available + committed + row.shippedLastWeek)
    case 'unavailable-inside':
      return row.stock === inBilling(row, available + committed + row.unavailable)
  }
}

function inBilling(row: PreviewRow, units: number): Quantity {
  return quantity(units * row.packUnits * UNIT)
}
