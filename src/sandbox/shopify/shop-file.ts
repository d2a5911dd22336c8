import { z } from 'zod'

const ordersMax = 20_000
const linesMax = 12_000
const unitsMax = 1_000_000_000

const Text = z.string().min(1).max(255)
const Id = z.int().positive()
/** Money as people write it: "60.50". */
const Money = z.string().regex(/^\d{1,9}(\.\d{1,2})?$/, 'money is written like "60.50"')
/** Off a price: an amount ("10.00") or a share of it ("10%"). */
const Discount = z.string().regex(/^\d{1,9}(\.\d{1,2})?%?$/, 'a discount is written like "10.00" or "10%"')
const Moment = z.iso.datetime({ offset: true })
const Percent = z.number().min(0).max(100)
const Units = z.int().min(-unitsMax).max(unitsMax)
const NoUnits = Units.min(0)

const Stock = z.strictObject({
  available: Units.optional(),
  committed: NoUnits.optional(),
  reserved: NoUnits.optional(),
  damaged: NoUnits.optional(),
  safety_stock: NoUnits.optional(),
  quality_control: NoUnits.optional(),
  incoming: NoUnits.optional(),
  /** Said in answers; in a file it must agree with the sum of the others. */
  on_hand: Units.optional(),
  active: z.boolean().optional(),
})

const Variant = z.strictObject({
  id: Id.optional(),
  inventoryItemId: Id.optional(),
  title: Text.optional(),
  sku: z.string().max(255).nullable().optional(),
  barcode: z.string().max(255).nullable().optional(),
  price: Money,
  tracked: z.boolean().optional(),
  taxable: z.boolean().optional(),
  vat: Percent.optional(),
  giftCard: z.boolean().optional(),
  requiresShipping: z.boolean().optional(),
  requiresComponents: z.boolean().optional(),
  inventoryPolicy: z.enum(['DENY', 'CONTINUE']).optional(),
  /** By the location's name. */
  stock: z.record(z.string(), Stock).optional(),
})

const Product = z.strictObject({
  id: Id.optional(),
  title: Text,
  status: z.enum(['ACTIVE', 'ARCHIVED', 'DRAFT']).optional(),
  vendor: Text.optional(),
  variants: z.array(Variant).min(1),
})

const Customer = z.strictObject({
  name: Text,
  company: Text.optional(),
  cui: Text.optional(),
  email: z.email().optional(),
  phone: Text.optional(),
  county: Text,
  city: Text,
  address: Text,
  zip: Text.optional(),
  country: Text,
})

const Attributes = z.union([z.record(z.string(), z.string()), z.array(z.strictObject({ key: Text, value: z.string() }))])

const Line = z.strictObject({
  sku: Text.optional(),
  /** Tells variants that share a SKU, or have none, apart. */
  variantId: Id.optional(),
  /** With a price and no SKU: a line made for this order alone. */
  title: Text.optional(),
  price: Money.optional(),
  vat: Percent.optional(),
  quantity: z.int().min(1).max(1_000_000),
  discount: Discount.optional(),
})

/** An order as the world file and the control API say it. */
export const OrderFile = z.strictObject({
  id: Id.optional(),
  name: Text.optional(),
  lines: z.array(Line).min(1).max(linesMax),
  paid: z.boolean().optional(),
  fulfilled: z.boolean().optional(),
  cancelled: z.boolean().optional(),
  gateway: Text.optional(),
  shipping: z.strictObject({ title: Text, price: Money }).optional(),
  discount: Discount.optional(),
  taxesIncluded: z.boolean().optional(),
  customer: Customer.optional(),
  attributes: Attributes.optional(),
  note: z.string().max(5_000).optional(),
  test: z.boolean().optional(),
  at: Moment.optional(),
  count: z.int().min(1).max(ordersMax).optional(),
})
export type OrderFile = z.infer<typeof OrderFile>

/** A shop as the world file says it; the same shape with ids is what the world answers. */
export const ShopFile = z.strictObject({
  id: Id.optional(),
  domain: z.string().regex(/^[a-z0-9][a-z0-9-]*\.myshopify\.com$/, 'a shop is named like demo.myshopify.com'),
  name: Text.optional(),
  token: Text,
  clientId: Text.optional(),
  clientSecret: Text.optional(),
  shopifyPlan: z.enum(['starter', 'basic', 'grow', 'advanced', 'plus']).optional(),
  piiAccess: z.enum(['full', 'none', 'perField']).optional(),
  scopes: z.array(Text).optional(),
  webhooks: z.url().nullable().optional(),
  switches: z
    .strictObject({
      setOnInactive: z.enum(['storesInactive', 'noEffect']).optional(),
      replay: z.enum(['rebuild', 'freshStale']).optional(),
      staleField: z.enum(['path', 'null']).optional(),
      withoutRestock: z.enum(['consume', 'keepOnHand']).optional(),
      levelWebhookOnCommitted: z.boolean().optional(),
    })
    .optional(),
  locations: z
    .array(z.strictObject({ id: Id.optional(), name: Text, active: z.boolean().optional() }))
    .min(1)
    .max(200),
  products: z.array(Product),
  orders: z.array(OrderFile).max(ordersMax).optional(),
})
export type ShopFile = z.infer<typeof ShopFile>
