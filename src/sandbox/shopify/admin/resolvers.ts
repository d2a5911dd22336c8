import type { FieldTable } from './call.ts'
import { inventoryActivate } from './activate.ts'
import { inventoryAdjustQuantities } from './adjust-quantities.ts'
import { catalogueFields } from './catalogue-fields.ts'
import { catalogueQueries } from './catalogue-queries.ts'
import { connectionFields, edgeFields } from './connection.ts'
import { customerFields } from './customer-fields.ts'
import { fulfilmentFields } from './fulfilment-fields.ts'
import { inventoryItemUpdate } from './item-update.ts'
import { lineFields } from './line-fields.ts'
import { fulfillmentCreate, metafieldsSet, orderCancel } from './order-mutations.ts'
import { orderFields } from './order-fields.ts'
import { orderQueries } from './order-queries.ts'
import { inventorySetQuantities } from './set-quantities.ts'
import { sharedFields } from './shared-fields.ts'
import { shopFields, shopQueries } from './shop-fields.ts'
import { fields } from './call.ts'
import { webhookSubscriptionCreate, webhookSubscriptionDelete } from './webhook-mutations.ts'

const tables: Readonly<Record<string, FieldTable>> = {
  QueryRoot: { ...shopQueries, ...catalogueQueries, ...orderQueries },
  Mutation: fields<undefined>({
    inventoryActivate,
    inventoryAdjustQuantities,
    inventoryItemUpdate,
    inventorySetQuantities,
    orderCancel,
    fulfillmentCreate,
    metafieldsSet,
    webhookSubscriptionCreate,
    webhookSubscriptionDelete,
  }),
  ...sharedFields,
  ...shopFields,
  ...catalogueFields,
  ...orderFields,
  ...lineFields,
  ...customerFields,
  ...fulfilmentFields,
}

/** Types of which this world never holds one: a document may select their fields, and gets an empty list or null. */
const absentTypes = new Set([
  'PurchasingCompany',
  'Company',
  'CompanyLocation',
  'CompanyLocationTaxSettings',
  'AppSubscription',
  'AppSubscriptionLineItem',
  'AppPlanV2',
  'AppRecurringPricing',
  'AppUsagePricing',
  'FulfillmentService',
  'FulfillmentHold',
  'LocalizedField',
  'AdditionalFee',
  'RefundShippingLine',
  'RefundDuty',
  'Return',
  'ReverseFulfillmentOrder',
  'ReverseFulfillmentOrderLineItem',
  'ReverseFulfillmentOrderDisposition',
  'Duty',
])

/** Objects that carry their own answer. */
function isPlain(type: string): boolean {
  return type.endsWith('Payload') || type.endsWith('UserError')
}

/** The resolvers of a type; undefined when the sandbox does not imitate it. */
export function fieldTable(type: string): FieldTable | undefined {
  if (type.endsWith('Connection')) return connectionFields
  return type.endsWith('Edge') ? edgeFields : tables[type]
}

/** Is "Type.field" imitated? What is not makes the whole request a loud 501. */
export function isImitated(type: string, field: string): boolean {
  if (absentTypes.has(type) || isPlain(type)) return true
  const table = fieldTable(type)
  return table !== undefined && Object.hasOwn(table, field)
}

export function isOwnAnswer(type: string): boolean {
  return isPlain(type)
}
