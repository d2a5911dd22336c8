import { z } from 'zod'

const taxesMax = 100
const seriesMax = 500
const warehousesMax = 500
const stockRowsMax = 200_000
/** SmartBill's documents give no bound. */
const codeMax = 1_000

const Text = z.string().min(1).max(255)
const Day = z.iso.date()
const Id = z.int().positive()
/** Units with up to four decimals. */
const Units = z.number().min(-1e9).max(1e9)

/** Positions for what SmartBill's documents leave open; the first value is the documented or likelier one. */
export const Switches = z.strictObject({
  quantityAsString: z.boolean().default(false),
  listZeroStockRows: z.boolean().default(false),
  emptyWarehouseEntry: z.enum(['omit', 'emptyProducts']).default('omit'),
  missingCode: z.enum(['empty', 'absent']).default('empty'),
  /** One article shows as two rows of one code. */
  duplicateCodeRows: z.boolean().default(false),
  /** More may be sold than there is. */
  negativeStock: z.boolean().default(false),
  stockFilter: z.enum(['exact', 'contains']).default('exact'),
  rateLimitStatus: z.union([z.literal(429), z.literal(403)]).default(429),
  rateLimitBody: z.enum(['json', 'html', 'empty']).default('json'),
  rateLimitRetryAfter: z.boolean().default(false),
  /** A call during a block begins the block again. */
  blockProlonged: z.boolean().default(false),
  missingCompany: z.enum(['unauthorized', 'refused']).default('unauthorized'),
  typoStyle: z.enum(['json400', 'html500']).default('json400'),
  businessErrorHttp200: z.boolean().default(false),
  nextNumberAsString: z.boolean().default(false),
  counterAfterDelete: z.enum(['rewind', 'keep']).default('rewind'),
  observationsPrinted: z.boolean().default(true),
  clientSaveDefault: z.boolean().default(false),
  vatRounding: z.enum(['perLine', 'perRate']).default('perLine'),
  zeroRateName: z.enum(['Taxare inversa', 'TVA Inclus']).default('Taxare inversa'),
  /** Does a negative line of a discharging invoice load stock? */
  negativeLineLoads: z.boolean().default(true),
  undocumentedEndpoints: z.boolean().default(true),
  pushShape: z.enum(['object', 'array']).default('object'),
  pushQuantityAsString: z.boolean().default(false),
})
export type Switches = z.infer<typeof Switches>

const Tax = z.strictObject({ name: Text, percentage: z.number().min(0).max(100) })
/** f invoice, p proforma, c receipt. `mayIssue: false`: the token's user has no right to it. */
const Series = z.strictObject({
  name: Text,
  type: z.enum(['f', 'p', 'c']),
  next: z.int().min(1),
  mayIssue: z.boolean().default(true),
})
/** `initialImport`: no document that moves stock may be dated before it. */
const Warehouse = z.strictObject({
  id: Id.optional(),
  name: Text,
  type: z.enum(['en gros', 'en detail']).default('en gros'),
  initialImport: Day.optional(),
})
const Push = z.strictObject({ url: z.url().nullable(), token: z.string().nullable() })

/** A SmartBill company with the one user who has its token, as the world file says it. */
export const CompanyFile = z.strictObject({
  email: z.email(),
  token: Text,
  v3Token: Text.nullable().default(null),
  cif: z.string().regex(/^(RO)?\d{2,10}$/, 'a fiscal code is 2 to 10 digits, with RO or without'),
  vatPayer: z.boolean().default(true),
  usesProductCodes: z.boolean().default(true),
  stockModule: z.boolean().default(true),
  mayIssueInvoices: z.boolean().default(true),
  /** Documents that the plan still allows; null without a limit. */
  quota: z.int().min(0).nullable().default(null),
  /** The last day of the closed period. */
  closedUntil: Day.nullable().default(null),
  emailServer: z.boolean().default(false),
  taxes: z.array(Tax).max(taxesMax),
  series: z.array(Series).max(seriesMax),
  units: z.array(Text).max(taxesMax).default(['buc', 'kg']),
  warehouses: z.array(Warehouse).max(warehousesMax),
  stock: z
    .array(
      z.strictObject({
        id: Id.optional(),
        warehouse: Text,
        code: z.string().max(codeMax).default(''),
        name: Text,
        unit: Text.default('buc'),
        quantity: Units,
      }),
    )
    .max(stockRowsMax),
  push: Push.default({ url: null, token: null }),
  switches: Switches.prefault({}),
})
export type CompanyFile = z.infer<typeof CompanyFile>

/** What `PATCH settings` may change; lists replace what was there. */
export const SettingsPatch = z
  .strictObject({
    token: Text,
    v3Token: Text.nullable(),
    vatPayer: z.boolean(),
    usesProductCodes: z.boolean(),
    stockModule: z.boolean(),
    mayIssueInvoices: z.boolean(),
    quota: z.int().min(0).nullable(),
    closedUntil: Day.nullable(),
    emailServer: z.boolean(),
    taxes: z.array(Tax).max(taxesMax),
    series: z.array(Series).max(seriesMax),
    units: z.array(Text).max(taxesMax),
    warehouses: z.array(Warehouse).max(warehousesMax),
    push: Push,
  })
  .partial()
  .extend({ switches: z.record(z.string(), z.unknown()).optional() })
export type SettingsPatch = z.infer<typeof SettingsPatch>
