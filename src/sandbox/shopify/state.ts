/** What a simulated shop holds. Ids are numbers as Shopify's REST bodies say them; money is integer bani; times are milliseconds since 1970. */
export type Shop = {
  readonly id: number
  readonly domain: string
  readonly name: string
  readonly currency: 'RON'
  readonly token: string
  readonly clientId: string
  readonly clientSecret: string
  readonly plan: ShopPlan
  readonly piiAccess: PiiAccess
  /** Where the app-configuration webhooks go; null when the app has none. */
  readonly webhooks: string | null
  readonly scopes: ReadonlySet<string>
  readonly switches: Switches
  readonly locations: Map<number, Location>
  readonly products: Map<number, Product>
  readonly variants: Map<number, Variant>
  readonly items: Map<number, Item>
  readonly orders: Map<number, Order>
  readonly refunds: Map<number, OrderRefund>
  readonly fulfilmentOrders: Map<number, FulfilmentOrder>
  readonly fulfilments: Map<number, Fulfilment>
  readonly levels: LevelTable
  readonly variantOfItem: Map<number, Variant>
  readonly ordersByName: Map<string, Order>
  readonly bySku: Map<string, Set<Variant>>
  /** By what the file says of them: one person is one customer. */
  readonly customers: Map<string, Customer>
  readonly adjustments: Map<number, AdjustmentGroup>
  readonly jobs: Set<string>
  readonly idempotency: Map<string, IdempotentCall>
  readonly subscriptions: Map<number, Subscription>
  readonly outbox: Outbox
  /** Tokens given by the client-credentials grant, with the time of their end. */
  readonly issuedTokens: Map<string, number>
  readonly bucket: { points: number; at: number }
  /** The last id given, by kind. */
  readonly lastIds: Map<IdKind, number>
  lastOrderNumber: number
}

export type ShopPlan = 'starter' | 'basic' | 'grow' | 'advanced' | 'plus'
type PiiAccess = 'full' | 'none' | 'perField'

/** Positions for what Shopify's documents leave open (contract: unknowns). */
export type Switches = {
  readonly setOnInactive: 'storesInactive' | 'noEffect'
  readonly replay: 'rebuild' | 'freshStale'
  readonly staleField: 'path' | 'null'
  /** Do units that are cancelled or refunded without restock leave the shelf? */
  readonly withoutRestock: 'consume' | 'keepOnHand'
  readonly levelWebhookOnCommitted: boolean
}

export type IdKind =
  | 'location'
  | 'levelNumber'
  | 'product'
  | 'variant'
  | 'item'
  | 'customer'
  | 'order'
  | 'line'
  | 'shippingLine'
  | 'transaction'
  | 'refund'
  | 'refundLine'
  | 'orderAdjustment'
  | 'fulfilmentOrder'
  | 'fulfilmentOrderLine'
  | 'fulfilment'
  | 'fulfilmentLine'
  | 'adjustment'
  | 'metafield'
  | 'subscription'
  | 'event'
  | 'edit'

export type Location = {
  readonly type: 'Location'
  readonly id: number
  /** The number that every level id of this location starts with; it is not the location's own. */
  readonly levelNumber: number
  name: string
  active: boolean
  updatedAt: number
  readonly createdAt: number
}

export type Product = {
  readonly type: 'Product'
  readonly id: number
  title: string
  status: 'ACTIVE' | 'ARCHIVED' | 'DRAFT'
  vendor: string
  readonly createdAt: number
  updatedAt: number
  readonly variants: Variant[]
}

export type Variant = {
  readonly type: 'ProductVariant'
  readonly id: number
  readonly product: Product
  readonly item: Item
  title: string
  barcode: string | null
  price: number
  readonly taxable: boolean
  /** Percent. */
  readonly vat: number
  readonly giftCard: boolean
  readonly inventoryPolicy: 'DENY' | 'CONTINUE'
  /** The parent of a bundle: its stock is computed and cannot be written. */
  requiresComponents: boolean
  readonly createdAt: number
  updatedAt: number
}

/** The inventory item: it owns the SKU, and its levels own the stock. */
export type Item = {
  readonly type: 'InventoryItem'
  readonly id: number
  sku: string | null
  tracked: boolean
  readonly requiresShipping: boolean
  readonly createdAt: number
  updatedAt: number
}

export const writableNames = ['available', 'incoming', 'reserved', 'damaged', 'safety_stock', 'quality_control'] as const
export type WritableName = (typeof writableNames)[number]
export const quantityNames = [
  'available',
  'committed',
  'on_hand',
  'incoming',
  'reserved',
  'damaged',
  'safety_stock',
  'quality_control',
] as const
export type QuantityName = (typeof quantityNames)[number]
/** on_hand is never stored: it is the sum of the others without incoming. */
export type Counters = Record<Exclude<QuantityName, 'on_hand'>, number>

export type Level = {
  readonly type: 'InventoryLevel'
  readonly item: Item
  readonly location: Location
  readonly createdAt: number
  active: boolean
  updatedAt: number
  readonly counters: Counters
  /** Units of open fulfilment orders that hold this level, for the invariant. */
  readonly holders: Set<FulfilmentOrderLine>
  /** What the counters were until `until`, oldest first: a late read shows them. */
  readonly past: { readonly until: number; readonly counters: Counters }[]
}

/** Every level of a shop, found by item and location or by one of the two. */
type LevelTable = {
  readonly byItem: Map<number, Map<number, Level>>
  readonly byLocation: Map<number, Level[]>
}

export type Address = {
  readonly firstName: string | null
  readonly lastName: string
  readonly company: string | null
  readonly address1: string
  readonly city: string
  readonly zip: string
  readonly province: string
  readonly provinceCode: string | null
  readonly country: string
  readonly countryCode: string
  readonly phone: string | null
}

export type Customer = {
  readonly type: 'Customer'
  readonly id: number
  readonly firstName: string | null
  readonly lastName: string
  readonly email: string | null
  readonly phone: string | null
  readonly address: Address
}

export type Attribute = { readonly key: string; readonly value: string }
export type TaxLine = { readonly title: string; readonly ratePercent: number; readonly amount: number }

export type Order = {
  readonly type: 'Order'
  readonly id: number
  readonly name: string
  readonly number: number
  readonly createdAt: number
  updatedAt: number
  cancelledAt: number | null
  cancelReason: 'CUSTOMER' | 'DECLINED' | 'FRAUD' | 'INVENTORY' | 'OTHER' | 'STAFF' | null
  closedAt: number | null
  edited: boolean
  readonly test: boolean
  readonly gateway: string
  readonly taxesIncluded: boolean
  readonly customer: Customer | null
  readonly attributes: readonly Attribute[]
  readonly note: string | null
  readonly lines: OrderLine[]
  readonly shippingLines: ShippingLine[]
  readonly discountTitle: string | null
  readonly transactions: Transaction[]
  readonly refunds: OrderRefund[]
  readonly fulfilmentOrders: FulfilmentOrder[]
  readonly fulfilments: Fulfilment[]
  readonly metafields: Metafield[]
  /** As the order was placed: later edits do not touch it. */
  readonly originalTotal: number
}

export type OrderLine = {
  readonly type: 'LineItem'
  readonly id: number
  readonly variant: Variant | null
  readonly title: string
  readonly variantTitle: string | null
  readonly sku: string | null
  readonly vendor: string | null
  readonly taxable: boolean
  readonly vat: number
  readonly giftCard: boolean
  readonly requiresShipping: boolean
  readonly unitPrice: number
  /** Units ordered; edits that add raise it, removals and refunds leave it. */
  quantity: number
  /** Without refunded and removed units. */
  currentQuantity: number
  /** Fulfilled units that have come back or were given up. */
  returned: number
  /** Discount of the line itself and the line's part of the order's discount, for the ordered quantity. */
  lineDiscount: number
  orderDiscount: number
}

export type ShippingLine = {
  readonly type: 'ShippingLine'
  readonly id: number
  readonly title: string
  readonly code: string
  readonly price: number
  readonly vat: number
}

export type Transaction = {
  readonly type: 'OrderTransaction'
  readonly id: number
  readonly kind: 'SALE' | 'REFUND'
  readonly amount: number
  readonly gateway: string
  readonly at: number
}

export type OrderRefund = {
  readonly type: 'Refund'
  readonly id: number
  readonly order: Order
  readonly createdAt: number
  readonly note: string | null
  readonly lines: readonly RefundLine[]
  /** Money given back beyond (positive) or short of (negative) what the lines are worth. */
  readonly discrepancy: { readonly id: number; readonly amount: number } | null
  readonly transactions: readonly Transaction[]
}

export type RefundLine = {
  readonly type: 'RefundLineItem'
  readonly id: number
  readonly line: OrderLine
  readonly quantity: number
  readonly restockType: 'CANCEL' | 'RETURN' | 'NO_RESTOCK'
  readonly location: Location | null
  /** As Shopify says it: with the tax when the order's prices include it. */
  readonly subtotal: number
  readonly tax: number
}

export type FulfilmentOrder = {
  readonly type: 'FulfillmentOrder'
  readonly id: number
  readonly order: Order
  readonly location: Location
  readonly createdAt: number
  updatedAt: number
  status: 'OPEN' | 'IN_PROGRESS' | 'CLOSED' | 'CANCELLED'
  readonly lines: FulfilmentOrderLine[]
}

export type FulfilmentOrderLine = {
  readonly type: 'FulfillmentOrderLineItem'
  readonly id: number
  readonly line: OrderLine
  /** Was stock committed for it? Not for custom lines and items that are not tracked. */
  readonly level: Level | null
  total: number
  remaining: number
}

export type Fulfilment = {
  readonly type: 'Fulfillment'
  readonly id: number
  readonly order: Order
  readonly fulfilmentOrder: FulfilmentOrder
  readonly name: string
  readonly location: Location
  readonly createdAt: number
  readonly updatedAt: number
  readonly lines: readonly {
    readonly type: 'FulfillmentLineItem'
    readonly id: number
    readonly line: OrderLine
    readonly quantity: number
  }[]
}

export type Metafield = {
  readonly type: 'Metafield'
  readonly id: number
  readonly namespace: string
  readonly key: string
  readonly createdAt: number
  valueType: string
  value: string
  updatedAt: number
}

export type AdjustmentGroup = {
  readonly type: 'InventoryAdjustmentGroup'
  readonly id: number
  readonly createdAt: number
  readonly reason: string
  readonly reference: string | null
  readonly changes: readonly LevelChange[]
}

export type LevelChange = { readonly name: QuantityName; readonly delta: number; readonly level: Level; readonly ledger: string | null }

/** A mutation that was sent with a key: kept for 24 hours. */
export type IdempotentCall = {
  readonly fingerprint: string
  readonly at: number
  /** The records that the answer is read from, as they are when it is repeated; undefined while the first call runs. */
  answer: { readonly payload: unknown } | undefined
}

export type Subscription = {
  readonly type: 'WebhookSubscription'
  readonly id: number
  /** As the API names it: ORDERS_CREATE. */
  readonly topic: string
  readonly uri: string
  readonly createdAt: number
  failures: number
}

/** Deliveries that wait for the network; those that wait for a later try are timers of the world's clock. */
type Outbox = { waiting: Delivery[]; pumping: boolean }

export type Delivery = {
  /** As the header names it: orders/create. */
  readonly topic: string
  readonly url: string
  readonly subscription: Subscription | null
  readonly webhookId: string
  readonly eventId: string
  readonly triggeredAt: number
  /** Builds the body when it is first sent: two quick changes may both show the last value. Retries repeat it. */
  readonly build: () => string
  readonly sent: string | null
  readonly attempt: number
}
