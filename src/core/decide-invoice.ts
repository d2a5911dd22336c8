import type { Order, OrderDocument } from './order.ts'
import { paymentMethod } from './payment-method.ts'
import type { InvoicePreferences, Preferences } from './settings.ts'

export type InvoiceFacts = {
  readonly order: Order
  /** A person asked for this invoice, and has already answered these questions with yes. */
  readonly asked: { readonly answered: readonly InvoiceQuestion[] } | null
  readonly preferences: Pick<Preferences, 'zeroTotal'>
  readonly invoice: Pick<InvoicePreferences, 'trigger' | 'methods' | 'record'>
  readonly serviceEnabled: boolean
  readonly cutOver: Date
  /** It counts as invoiced elsewhere, and its invoice would discharge it. */
  readonly elsewhere: boolean
  /** Flow A or everything is paused. */
  readonly paused: boolean
  /** The subscription covers flow A as it is set. */
  readonly covered: boolean
  /** A person marked the order as Dispatched. */
  readonly dispatched: boolean
  /** What our own journal says about an invoice for this order. */
  readonly own: 'none' | 'sending' | 'unknown-outcome' | 'issued'
}

export type InvoiceQuestion = 'dispatched' | 'beforeCutOver' | 'cancelled'

export type InvoiceDecision =
  | { readonly do: 'issue' }
  /** It may become due by itself, by an event or a change of settings. */
  | { readonly do: 'wait'; readonly why: InvoicePending }
  | { readonly do: 'nothing'; readonly why: InvoiceNever }
  /** A person asked, and one thing has to be confirmed first. */
  | { readonly do: 'ask'; readonly question: InvoiceQuestion }
  /** Some installation has invoiced the order: its document is taken as ours. */
  | { readonly do: 'adopt'; readonly documents: readonly OrderDocument[] }

type InvoicePending =
  | 'unknownOutcome'
  | 'sending'
  | 'unconfirmed'
  | 'serviceDisabled'
  | 'paused'
  | 'subscription'
  | 'manual'
  | 'notPaid'
  | 'notFulfilled'

type InvoiceNever = 'issued' | 'test' | 'cancelled' | 'beforeCutOver' | 'zeroTotal' | 'dispatched'

/** Whether an order is due an invoice now. What has happened already comes first, then what forbids it, then what it waits for. */
export function decideInvoice(facts: InvoiceFacts): InvoiceDecision {
  const { order, own } = facts
  if (own === 'issued') return { do: 'nothing', why: 'issued' }
  const live = liveDocuments(order.documents)
  if (live.length > 0) return { do: 'adopt', documents: live }
  if (own === 'unknown-outcome') return { do: 'wait', why: 'unknownOutcome' }
  if (own === 'sending') return { do: 'wait', why: 'sending' }

  if (order.test) return { do: 'nothing', why: 'test' }
  if (order.total <= 0 && facts.preferences.zeroTotal === 'never') return { do: 'nothing', why: 'zeroTotal' }
  if (!order.confirmed) return { do: 'wait', why: 'unconfirmed' }
  const doubt = doubtful(facts)
  if (doubt !== null) return facts.asked === null ? { do: 'nothing', why: doubt } : { do: 'ask', question: doubt }

  if (!facts.serviceEnabled) return { do: 'wait', why: 'serviceDisabled' }
  if (facts.paused) return { do: 'wait', why: 'paused' }
  if (!facts.covered) return { do: 'wait', why: 'subscription' }
  const pending = facts.asked === null ? untilTriggered(facts) : null
  return pending === null ? { do: 'issue' } : { do: 'wait', why: pending }
}

/** Invoices that no reversal has answered. */
function liveDocuments(documents: readonly OrderDocument[]): readonly OrderDocument[] {
  const invoices = documents.filter(({ kind }) => kind === 'invoice')
  const reversals = documents.filter(({ kind }) => kind === 'storno')
  return invoices.length > reversals.length ? invoices : []
}

/** What only a person may overrule. */
function doubtful({ asked, cutOver, elsewhere, dispatched, order }: InvoiceFacts): InvoiceQuestion | null {
  const answered = asked?.answered ?? []
  if (order.cancelledAt !== null && !answered.includes('cancelled')) return 'cancelled'
  if (dispatched && !answered.includes('dispatched')) return 'dispatched'
  if ((order.processedAt < cutOver || elsewhere) && !answered.includes('beforeCutOver')) return 'beforeCutOver'
  return null
}

const paidStatuses = new Set(['PAID', 'PARTIALLY_REFUNDED'])
const fulfilledStatuses = new Set(['FULFILLED', 'FULFILLMENT_NOT_REQUIRED'])

function untilTriggered({ invoice, order }: InvoiceFacts): InvoicePending | null {
  switch (paymentMethod(order.gateways, invoice).trigger) {
    case 'manual':
      return 'manual'
    case 'created':
      return null
    case 'paid':
      return paidStatuses.has(order.financialStatus) ? null : 'notPaid'
    case 'fulfilled':
      return fulfilledStatuses.has(order.fulfilmentStatus) ? null : 'notFulfilled'
  }
}
