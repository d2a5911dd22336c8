import { z } from 'zod'
import type { ShopSettings } from '#core/settings.ts'

/** The keys of punte.yaml and of /settings, with the bounds of each value. A message that names no value may be shown to a merchant. */
const methodsMax = 50
const pairingsMax = 50
const text = z.string().trim().max(200)
const name = text.min(1)

const Trigger = z.enum(['manual', 'created', 'paid', 'fulfilled'])
const CodeType = z.enum(['sku', 'barcode', 'name'])
const PaymentType = z.enum([
  'card',
  'cardOnline',
  'cashOnDelivery',
  'bankTransfer',
  'bankStatement',
  'postalOrder',
  'cheque',
  'promissoryNote',
  'other',
])

export const PreferencesShape = z.strictObject({
  useStock: z.boolean(),
  stockRule: z.enum(['exact', 'documented']),
  bookedOutWhenShipped: z.boolean(),
  newProducts: z.enum(['nextDay', 'asSeen']),
  everyMinutes: z.number().int().min(1).max(1440),
  locations: z.array(name).max(pairingsMax),
  onCancelled: z.enum(['ask', 'leave']),
  cancelledWithoutRestock: z.enum(['hold', 'release']),
  returnedUnits: z.enum(['afterReversal', 'atOnce']),
  reversedUnits: z.enum(['keep', 'release']),
  unavailable: z.enum(['inside', 'outside']).nullable(),
  buffer: z.number().int().min(0).max(1_000_000),
  brakePercent: z.number().int().min(1).max(100),
  cutOver: z.iso.datetime({ offset: true }).nullable(),
  zeroTotal: z.enum(['never', 'invoice']),
  unboundLines: z.enum(['wait', 'service']),
  hiddenBuyer: z.enum(['wait', 'finalConsumer']),
})

const CuiSource = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('b2b') }),
  z.strictObject({ from: z.literal('attribute'), key: name }),
  z.strictObject({ from: z.literal('metafield') }),
  z.strictObject({ from: z.literal('company') }),
  z.strictObject({ from: z.literal('note') }),
])

export const InvoiceShape = z.strictObject({
  series: name.nullable(),
  language: z.string().regex(/^[A-Z]{2}$/),
  currency: z.enum(['wait', 'shop']),
  dueDays: z.number().int().min(0).max(365).nullable(),
  trigger: Trigger,
  record: PaymentType.nullable(),
  methods: z.array(z.strictObject({ gateway: name, trigger: Trigger.nullable(), record: PaymentType.nullable() })).max(methodsMax),
  vat: z.array(z.strictObject({ percent: z.number().min(0).max(100), name })).max(methodsMax),
  discounts: z.enum(['line', 'price']),
  shipping: z.strictObject({ name: name.nullable(), code: name.nullable() }),
  unit: name,
  mentions: z.string().max(1000),
  draft: z.boolean(),
  sendEmail: z.boolean(),
  cui: z.strictObject({ sources: z.array(CuiSource).max(10), invalid: z.enum(['wait', 'person']) }),
  address: z.enum(['billing', 'shipping']),
})

export const WarehouseShape = z.strictObject({
  use: z.boolean(),
  name: name.nullable(),
  sync: z.boolean(),
  codeType: CodeType,
  useWarehouseName: z.boolean(),
  nameTemplate: text.includes('{title}'),
})

export const PairingsShape = z.array(z.strictObject({ warehouse: name, location: name })).max(pairingsMax)
export const AccountShape = z.object({ email: z.email().max(200), cif: z.string().regex(/^(RO)?\d{2,10}$/i) })

export const ServiceShape = z.strictObject({
  kind: z.literal('smartbill'),
  enabled: z.boolean(),
  account: AccountShape,
  invoice: InvoiceShape,
  warehouse: WarehouseShape,
  stock: PairingsShape,
})

export const SettingsShape = z.strictObject({
  subscription: z.enum(['basic', 'advanced']),
  preferences: PreferencesShape,
  services: z.array(ServiceShape).max(10),
}) satisfies z.ZodType<ShopSettings>

/** A key that is left out keeps its value, and so does the token. Services are told apart by kind. Anything else that GET gave is ignored. */
export const SettingsChangeShape = z.object({
  preferences: PreferencesShape.partial().optional(),
  services: z
    .array(
      z.object({
        kind: ServiceShape.shape.kind,
        enabled: z.boolean().optional(),
        account: AccountShape.extend({ token: z.string().min(1).max(500).optional() })
          .partial()
          .optional(),
        invoice: InvoiceShape.partial().optional(),
        warehouse: WarehouseShape.partial().optional(),
        stock: PairingsShape.optional(),
      }),
    )
    .max(10)
    .optional(),
})

/** What Test connection read from the service: kept beside the preferences, never over them. */
export const LoadedShape = z.object({
  at: z.iso.datetime(),
  series: z.array(z.object({ name: z.string(), type: z.enum(['invoice', 'proforma', 'receipt']), next: z.number() })),
  vatRates: z.array(z.object({ name: z.string(), percent: z.number() })),
  vatPayer: z.boolean(),
  warehouses: z.array(z.string()),
  units: z.array(z.string()),
})
