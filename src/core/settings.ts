import type { PaymentType } from './invoice.ts'

/** What a merchant has set for a shop, under the keys of punte.yaml. Credentials are kept apart and never stand here. */
export type ShopSettings = {
  readonly subscription: Subscription
  readonly preferences: Preferences
  readonly services: readonly ServiceSettings[]
}

export type Subscription = 'basic' | 'advanced'

/** Profile > Preferences > Shipping & Invoicing. */
export type Preferences = {
  /** Master switch: invoices discharge stock. */
  readonly useStock: boolean
  readonly stockRule: 'exact' | 'documented'
  /** With flow B alone: each order counts as booked out of the warehouse when it ships, so that the exact rule can be kept. */
  readonly bookedOutWhenShipped: boolean
  /** When a product that was never in step before is first written: the next day after 07:00, or as soon as seen. */
  readonly newProducts: 'nextDay' | 'asSeen'
  readonly everyMinutes: number
  /** The Shopify locations, by name, that are kept in step with their warehouses; empty means every paired one. */
  readonly locations: readonly string[]
  /** An invoiced order that is cancelled or refunded: a question is raised, or the invoice is left as it is. */
  readonly onCancelled: 'ask' | 'leave'
  /** Units of an order cancelled or refunded without restock: held until a person says where they are, or released at once. */
  readonly cancelledWithoutRestock: 'hold' | 'release'
  /** Units that came back after their invoice: sellable once the invoice is reversed, or at once. */
  readonly returnedUnits: 'afterReversal' | 'atOnce'
  /** Units of an order that stands although its invoice was reversed: still held, or sellable. */
  readonly reversedUnits: 'keep' | 'release'
  /** Damaged, quality control and safety stock: counted by the billing warehouse, or not; null follows the stock rule. */
  readonly unavailable: 'inside' | 'outside' | null
  /** Whole units kept back from sale for each product. */
  readonly buffer: number
  /** A run that would lower to zero, or lose from the list, more than this share of the products stops and asks. */
  readonly brakePercent: number
  /** Orders before this instant (ISO 8601) are never invoiced by themselves; null stands for the moment the shop was connected. */
  readonly cutOver: string | null
  /** Orders whose total is zero. */
  readonly zeroTotal: 'never' | 'invoice'
  /** Lines whose product is not bound, while stock is used: the order waits, or they become services without discharge. */
  readonly unboundLines: 'wait' | 'service'
  /** Orders whose buyer Shopify hides from us: wait for a person, or invoice a final consumer. */
  readonly hiddenBuyer: 'wait' | 'finalConsumer'
}

/** Profile > Connected services > one service. */
export type ServiceSettings = {
  readonly kind: 'smartbill'
  readonly enabled: boolean
  readonly account: SmartBillAccount
  readonly invoice: InvoicePreferences
  readonly warehouse: WarehousePreferences
  /** Which warehouse feeds which Shopify location, both by name. */
  readonly stock: readonly Pairing[]
}

/** The visible half of the credentials; the token is kept apart, encrypted. */
export type SmartBillAccount = { readonly email: string; readonly cif: string }

export type InvoiceTrigger = 'manual' | 'created' | 'paid' | 'fulfilled'

export type InvoicePreferences = {
  /** Null until the merchant has chosen one. */
  readonly series: string | null
  readonly language: string
  /** An order paid in another currency than the shop's: waits, or is invoiced in the shop's. */
  readonly currency: 'wait' | 'shop'
  /** Null leaves the due date out. */
  readonly dueDays: number | null
  readonly trigger: InvoiceTrigger
  /** The collection recorded with the invoice of a paid order; null records none. */
  readonly record: PaymentType | null
  /** Exceptions by payment method; the first whose gateway is one of the order's decides. */
  readonly methods: readonly PaymentMethodRule[]
  /** The name that stands for a percentage where the service has none or several: 0 % always needs one. */
  readonly vat: readonly { readonly percent: number; readonly name: string }[]
  readonly discounts: 'line' | 'price'
  /** Null name prints Shopify's. */
  readonly shipping: { readonly name: string | null; readonly code: string | null }
  /** Unit of measure of services and of lines that are not bound. */
  readonly unit: string
  /** Printed on the invoice; {order} stands for the order's name, which is added when missing. */
  readonly mentions: string
  readonly draft: boolean
  readonly sendEmail: boolean
  readonly cui: {
    /** Tried in this order; the first valid code wins. */
    readonly sources: readonly CuiSource[]
    /** When a code was given but none is valid, or a company ordered as such and gave none. */
    readonly invalid: 'wait' | 'person'
  }
  readonly address: 'billing' | 'shipping'
}

type PaymentMethodRule = {
  /** Shopify's gateway name, compared without regard to case. */
  readonly gateway: string
  /** Null follows the service's trigger. */
  readonly trigger: InvoiceTrigger | null
  readonly record: PaymentType | null
}

export type CuiSource =
  | { readonly from: 'b2b' }
  | { readonly from: 'attribute'; readonly key: string }
  | { readonly from: 'metafield' }
  | { readonly from: 'company' }
  | { readonly from: 'note' }

export type WarehousePreferences = {
  readonly use: boolean
  /** Null until the merchant has chosen one. */
  readonly name: string | null
  /** Flow B. */
  readonly sync: boolean
  readonly codeType: 'sku' | 'barcode' | 'name'
  /** Print the billing service's product name instead of Shopify's. */
  readonly useWarehouseName: boolean
  /** Shopify's name of a variant for matching by name: {title} and {options}. */
  readonly nameTemplate: string
}

export type Pairing = { readonly warehouse: string; readonly location: string }

export const defaultPreferences: Preferences = {
  useStock: false,
  stockRule: 'exact',
  bookedOutWhenShipped: false,
  newProducts: 'nextDay',
  everyMinutes: 15,
  locations: [],
  onCancelled: 'ask',
  cancelledWithoutRestock: 'hold',
  returnedUnits: 'afterReversal',
  reversedUnits: 'keep',
  unavailable: null,
  buffer: 0,
  brakePercent: 30,
  cutOver: null,
  zeroTotal: 'never',
  unboundLines: 'wait',
  hiddenBuyer: 'wait',
}

export const defaultInvoicePreferences: InvoicePreferences = {
  series: null,
  language: 'RO',
  currency: 'wait',
  dueDays: null,
  trigger: 'manual',
  record: null,
  methods: [],
  vat: [],
  discounts: 'line',
  shipping: { name: 'Transport', code: 'TRANSPORT' },
  unit: 'buc',
  mentions: 'Comanda Shopify {order}',
  draft: false,
  sendEmail: false,
  cui: {
    sources: [{ from: 'b2b' }, { from: 'attribute', key: 'CUI' }, { from: 'metafield' }, { from: 'company' }, { from: 'note' }],
    invalid: 'wait',
  },
  address: 'billing',
}

export const defaultWarehousePreferences: WarehousePreferences = {
  use: false,
  name: null,
  sync: false,
  codeType: 'sku',
  useWarehouseName: true,
  nameTemplate: '{title} {options}',
}
