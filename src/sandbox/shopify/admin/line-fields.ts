import { gid } from '#sandbox/shopify/ids.ts'
import { lineMoney, lineTaxLines, partMoney, shippingTax, shortDecimals } from '#sandbox/shopify/order-money.ts'
import { fulfilledUnits, unfulfilledUnits } from '#sandbox/shopify/order-units.ts'
import { discountsOf, type Allocation } from '#sandbox/shopify/rest-line.ts'
import type { Order, OrderLine, ShippingLine } from '#sandbox/shopify/state.ts'
import { fields, type FieldTable } from './call.ts'

type Line = { readonly order: Order; readonly line: OrderLine }
type Shipping = { readonly order: Order; readonly line: ShippingLine }

export const lineFields: Readonly<Record<string, FieldTable>> = {
  LineItem: fields<Line>({
    id: ({ line }) => gid('LineItem', line.id),
    title: ({ line }) => line.title,
    variantTitle: ({ line }) => line.variantTitle,
    name: ({ line }) => (line.variantTitle === null ? line.title : `${line.title} - ${line.variantTitle}`),
    sku: ({ line }) => line.sku,
    vendor: ({ line }) => line.vendor,
    isGiftCard: ({ line }) => line.giftCard,
    taxable: ({ line }) => line.taxable,
    requiresShipping: ({ line }) => line.requiresShipping,
    quantity: ({ line }) => line.quantity,
    currentQuantity: ({ line }) => line.currentQuantity,
    refundableQuantity: ({ line }) => line.currentQuantity,
    unfulfilledQuantity: ({ order, line }) => unfulfilledUnits(order, line),
    fulfillableQuantity: ({ order, line }) => unfulfilledUnits(order, line),
    nonFulfillableQuantity: ({ order, line }) => line.quantity - unfulfilledUnits(order, line),
    fulfillmentStatus: ({ order, line }) =>
      fulfilledUnits(order, line) > 0 && unfulfilledUnits(order, line) === 0 ? 'fulfilled' : 'unfulfilled',
    customAttributes: () => [],
    variant: ({ line }) => line.variant,
    product: ({ line }) => line.variant?.product ?? null,
    originalUnitPriceSet: ({ line }) => line.unitPrice,
    originalTotalSet: ({ order, line }) => lineMoney(order, line).before,
    // The order's own discount is left out, as Shopify leaves it out.
    discountedTotalSet: ({ order, line }) => lineMoney(order, line).before - line.lineDiscount,
    totalDiscountSet: ({ line }) => line.lineDiscount,
    discountedUnitPriceSet: ({ line }) => line.unitPrice - Math.round(line.lineDiscount / Math.max(line.quantity, 1)),
    discountedUnitPriceAfterAllDiscountsSet: ({ order, line }) => Math.round(lineMoney(order, line).after / Math.max(line.quantity, 1)),
    priceAfterAllDiscountsBeforeTaxesSet: ({ order, line }) => {
      const { after, tax } = partMoney(order, line, line.currentQuantity)
      return order.taxesIncluded ? after - tax : after
    },
    discountAllocations: ({ order, line }) => discountsOf(order, line),
    taxLines: ({ order, line }) => lineTaxLines(order, line),
    duties: () => [],
    sellingPlan: () => null,
    lineItemGroup: () => null,
  }),
  DiscountAllocation: fields<Allocation>({
    allocatedAmountSet: ({ amount }) => amount,
    allocatedAmount: ({ amount }) => amount,
    discountApplication: (allocation) => ({ ...allocation, type: 'ManualDiscountApplication' }),
  }),
  ManualDiscountApplication: fields<Allocation>({
    index: ({ index }) => index,
    title: () => 'Reducere',
    description: () => null,
    allocationMethod: () => 'ACROSS',
    targetSelection: () => 'ALL',
    targetType: () => 'LINE_ITEM',
    value: ({ amount }) => ({ type: 'MoneyV2', amount }),
  }),
  ShippingLine: fields<Shipping>({
    id: ({ line }) => gid('ShippingLine', line.id),
    title: ({ line }) => line.title,
    code: ({ line }) => line.code,
    source: () => 'shopify',
    isRemoved: () => false,
    custom: () => false,
    price: ({ line }) => shortDecimals(line.price),
    originalPriceSet: ({ line }) => line.price,
    discountedPriceSet: ({ line }) => line.price,
    currentDiscountedPriceSet: ({ order, line }) => (order.cancelledAt === null ? line.price : 0),
    discountAllocations: () => [],
    taxLines: ({ order, line }) => [{ title: 'TVA', ratePercent: line.vat, amount: shippingTax(order, line) }],
  }),
}
