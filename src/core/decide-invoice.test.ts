import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anOrder } from '#test/an-order.ts'
import { decideInvoice, type InvoiceFacts } from './decide-invoice.ts'
import { bani } from './money.ts'
import type { Order, OrderDocument } from './order.ts'

type Change = Partial<Omit<InvoiceFacts, 'order'>> & { readonly order?: Partial<Order> }

function decide({ order = {}, ...change }: Change): string {
  const decision = decideInvoice({
    order: anOrder(order),
    asked: null,
    preferences: { zeroTotal: 'never' },
    invoice: { trigger: 'created', methods: [], record: null },
    serviceEnabled: true,
    cutOver: new Date('2026-11-01T00:00:00Z'),
    paused: false,
    covered: true,
    elsewhere: false,
    dispatched: false,
    own: 'none',
    ...change,
  })
  if (decision.do === 'adopt') return `adopt ${decision.documents.map(({ number }) => number).join(',')}`
  if (decision.do === 'ask') return `ask ${decision.question}`
  return 'why' in decision ? `${decision.do} ${decision.why}` : decision.do
}

function triggered(trigger: InvoiceFacts['invoice']['trigger']): Change {
  return { invoice: { trigger, methods: [{ gateway: 'Cash on Delivery', trigger: 'fulfilled', record: null }], record: null } }
}

const asked = { answered: [] }
const old = { processedAt: new Date('2026-10-01T00:00:00Z') }
const cancelled = { cancelledAt: new Date('2026-11-23T09:00:00Z') }
const invoice: OrderDocument = { service: 'smartbill', series: 'SHOP', number: '0042', url: null, kind: 'invoice' }

const cases: readonly (Change & { readonly name: string; readonly is: string })[] = [
  { name: 'an order is invoiced when created if that is the trigger', ...triggered('created'), is: 'issue' },
  { name: 'a manual trigger waits for a person', ...triggered('manual'), is: 'wait manual' },
  { name: 'a person may always ask under a manual trigger', ...triggered('manual'), asked, is: 'issue' },
  { name: 'an unpaid order waits for its payment', ...triggered('paid'), order: { financialStatus: 'PENDING' }, is: 'wait notPaid' },
  { name: 'a paid order is invoiced', ...triggered('paid'), is: 'issue' },
  { name: 'an authorised order is not a paid one', ...triggered('paid'), order: { financialStatus: 'AUTHORIZED' }, is: 'wait notPaid' },
  { name: 'an unfulfilled order waits for its shipment', ...triggered('fulfilled'), is: 'wait notFulfilled' },
  {
    name: 'a partly fulfilled order waits for the rest',
    ...triggered('fulfilled'),
    order: { fulfilmentStatus: 'PARTIALLY_FULFILLED' },
    is: 'wait notFulfilled',
  },
  { name: 'an order whose shipment stands for its discharge is never invoiced by itself', elsewhere: true, is: 'nothing beforeCutOver' },
  { name: 'an order whose shipment stands for its discharge asks first', elsewhere: true, asked, is: 'ask beforeCutOver' },
  { name: 'a fulfilled order is invoiced', ...triggered('fulfilled'), order: { fulfilmentStatus: 'FULFILLED' }, is: 'issue' },
  {
    name: 'cash on delivery waits for the shipment while cards are invoiced when paid',
    ...triggered('paid'),
    order: { gateways: ['cash on delivery'], financialStatus: 'PENDING' },
    is: 'wait notFulfilled',
  },
  { name: 'a test order is never invoiced, whoever asks', order: { test: true }, asked, is: 'nothing test' },
  { name: 'an unconfirmed order waits, whoever asks', order: { confirmed: false }, asked, is: 'wait unconfirmed' },
  { name: 'an order before the cut-over is never invoiced by itself', order: old, is: 'nothing beforeCutOver' },
  { name: 'an order before the cut-over is invoiced only when a person confirms it', order: old, asked, is: 'ask beforeCutOver' },
  { name: 'a confirmed order before the cut-over is invoiced', order: old, asked: { answered: ['beforeCutOver'] }, is: 'issue' },
  { name: 'a zero total is not invoiced unless chosen', order: { total: bani(0) }, is: 'nothing zeroTotal' },
  { name: 'a zero total is invoiced when chosen', order: { total: bani(0) }, preferences: { zeroTotal: 'invoice' }, is: 'issue' },
  { name: 'a cancelled order is not invoiced', order: cancelled, is: 'nothing cancelled' },
  { name: 'a person who asks for a cancelled order confirms it first', order: cancelled, asked, is: 'ask cancelled' },
  { name: 'a dispatched order is not invoiced by itself', dispatched: true, is: 'nothing dispatched' },
  { name: 'a dispatched order cannot be invoiced without a second question', dispatched: true, asked, is: 'ask dispatched' },
  {
    name: 'each doubt is asked for by itself',
    dispatched: true,
    order: cancelled,
    asked: { answered: ['cancelled'] },
    is: 'ask dispatched',
  },
  { name: 'a dispatched order is invoiced once a person confirmed it', dispatched: true, asked: { answered: ['dispatched'] }, is: 'issue' },
  { name: 'a pause holds every invoice', paused: true, asked, is: 'wait paused' },
  { name: 'a disabled service issues nothing', serviceEnabled: false, is: 'wait serviceDisabled' },
  { name: 'what the subscription does not cover waits and says so', covered: false, is: 'wait subscription' },
  { name: 'an issued order is never invoiced again', own: 'issued', asked, is: 'nothing issued' },
  { name: 'an unknown outcome is looked up before anything else', own: 'unknown-outcome', asked, is: 'wait unknownOutcome' },
  { name: 'an invoice in flight is not sent beside itself', own: 'sending', asked, is: 'wait sending' },
  { name: 'a document of another installation is adopted', order: { documents: [invoice] }, asked, is: 'adopt 0042' },
  { name: 'a document on the order settles an unknown outcome', order: { documents: [invoice] }, own: 'unknown-outcome', is: 'adopt 0042' },
  { name: 'a reversed document is not live', order: { documents: [invoice, { ...invoice, number: '0043', kind: 'storno' }] }, is: 'issue' },
  { name: 'a proforma is no invoice', order: { documents: [{ ...invoice, kind: 'proforma' }] }, is: 'issue' },
]

for (const { name, is, ...change } of cases) {
  test(name, () => assert.equal(decide(change), is))
}
