import { gid, levelGid } from '#sandbox/shopify/ids.ts'
import { availableOf, countersAt, levelsOf, quantityOf } from '#sandbox/shopify/levels.ts'
import { shortDecimals } from '#sandbox/shopify/order-money.ts'
import { defaultTitle } from '#sandbox/shopify/place-order.ts'
import {
  quantityNames,
  type AdjustmentGroup,
  type Item,
  type Level,
  type LevelChange,
  type Product,
  type QuantityName,
  type Variant,
} from '#sandbox/shopify/state.ts'
import { timeUtc } from '#sandbox/shopify/times.ts'
import { duplicateSkuCount } from '#sandbox/shopify/variants.ts'
import { fields, refusal, textArg, textsArg, type Call, type FieldTable } from './call.ts'
import { page, pageById } from './connection.ts'
import { findLevel } from './find.ts'
import { byTime, searchTest } from './search.ts'
import { inventoryProperties } from './inventory-properties.ts'

type Quantity = { readonly level: Level; readonly name: QuantityName; readonly call: Call }

export const catalogueFields: Readonly<Record<string, FieldTable>> = {
  Product: fields<Product>({
    id: ({ id }) => gid('Product', id),
    legacyResourceId: ({ id }) => String(id),
    title: ({ title }) => title,
    status: ({ status }) => status,
    vendor: ({ vendor }) => vendor,
    handle: ({ title }) => title.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '-'),
    hasOnlyDefaultVariant: ({ variants }) => variants.length === 1 && variants[0]?.title === defaultTitle,
    totalInventory: ({ variants }, _args, { shop, readAt }) =>
      variants.reduce((units, { item }) => units + availableOf(shop, item.id, readAt), 0),
    tracksInventory: ({ variants }) => variants.some(({ item }) => item.tracked),
    variants: ({ variants }, args) => pageById(variants, args),
    variantsCount: ({ variants }) => variants.length,
    createdAt: ({ createdAt }) => timeUtc(createdAt),
    updatedAt: ({ updatedAt }) => timeUtc(updatedAt),
  }),
  ProductVariant: fields<Variant>({
    id: ({ id }) => gid('ProductVariant', id),
    legacyResourceId: ({ id }) => String(id),
    sku: ({ item }) => item.sku,
    barcode: ({ barcode }) => barcode,
    title: ({ title }) => title,
    displayName: ({ product, title }) => `${product.title} - ${title}`,
    price: ({ price }) => shortDecimals(price),
    compareAtPrice: () => null,
    position: (variant) => variant.product.variants.indexOf(variant) + 1,
    taxable: ({ taxable }) => taxable,
    inventoryPolicy: ({ inventoryPolicy }) => inventoryPolicy,
    inventoryQuantity: ({ item }, _args, { shop, readAt }) => availableOf(shop, item.id, readAt),
    availableForSale: ({ item, inventoryPolicy }, _args, { shop, readAt }) =>
      !item.tracked || inventoryPolicy === 'CONTINUE' || availableOf(shop, item.id, readAt) > 0,
    requiresComponents: ({ requiresComponents }) => requiresComponents,
    selectedOptions: ({ title }) => [{ name: 'Title', value: title }],
    product: ({ product }) => product,
    inventoryItem: ({ item }) => item,
    createdAt: ({ createdAt }) => timeUtc(createdAt),
    updatedAt: ({ updatedAt }) => timeUtc(updatedAt),
  }),
  SelectedOption: fields<{ readonly name: string; readonly value: string }>({ name: ({ name }) => name, value: ({ value }) => value }),
  InventoryItem: fields<Item>({
    id: ({ id }) => gid('InventoryItem', id),
    legacyResourceId: ({ id }) => String(id),
    sku: ({ sku }) => sku,
    tracked: ({ tracked }) => tracked,
    trackedEditable: () => ({ locked: false, reason: null }),
    requiresShipping: ({ requiresShipping }) => requiresShipping,
    duplicateSkuCount: (item, _args, { shop }) => duplicateSkuCount(shop, item),
    locationsCount: ({ id }, _args, { shop }) => levelsOf(shop, id).filter(({ active }) => active).length,
    unitCost: () => null,
    variant: ({ id }, _args, { shop }) => shop.variantOfItem.get(id) ?? null,
    variants: ({ id }, args, { shop }) => {
      const variant = shop.variantOfItem.get(id)
      return pageById(variant === undefined ? [] : [variant], args)
    },
    inventoryLevel: ({ id }, args, { shop }) =>
      findLevel(shop, { itemId: id, locationId: textArg(args, 'locationId'), includeInactive: args.includeInactive === true }),
    inventoryLevels: ({ id }, args, call) => {
      const fits = searchTest(call, 'inventoryLevels', textArg(args, 'query'), {
        fields: { updated_at: byTime((level: Level) => level.updatedAt) },
        words: () => [],
      })
      const shown = levelsOf(call.shop, id).filter((level) => (level.active || args.includeInactive === true) && fits(level))
      return page(shown, args, (level) => [level.location.id, level.location.id])
    },
    createdAt: ({ createdAt }) => timeUtc(createdAt),
    updatedAt: ({ updatedAt }) => timeUtc(updatedAt),
  }),
  EditableProperty: fields<{ readonly locked: boolean; readonly reason: string | null }>({
    locked: ({ locked }) => locked,
    reason: ({ reason }) => reason,
  }),
  InventoryLevel: fields<Level>({
    id: levelGid,
    isActive: ({ active }) => active,
    canDeactivate: ({ item, active }, _args, { shop }) => active && levelsOf(shop, item.id).filter((level) => level.active).length > 1,
    deactivationAlert: () => null,
    item: ({ item }) => item,
    location: ({ location }) => location,
    quantities: (level, args, call): Quantity[] => textsArg(args, 'names').map((name) => ({ level, name: quantityName(name), call })),
    createdAt: ({ createdAt }) => timeUtc(createdAt),
    updatedAt: ({ updatedAt }) => timeUtc(updatedAt),
  }),
  InventoryQuantity: fields<Quantity>({
    id: ({ level, name }) => `${levelGid(level).replace('InventoryLevel', 'InventoryQuantity')}&name=${name}`,
    name: ({ name }) => name,
    quantity: ({ level, name, call }) => quantityOf(countersAt(level, call.readAt), name),
    updatedAt: ({ level, name }) => (name === 'available' ? timeUtc(level.updatedAt) : null),
  }),
  InventoryAdjustmentGroup: fields<AdjustmentGroup>({
    id: ({ id }) => gid('InventoryAdjustmentGroup', id),
    createdAt: ({ createdAt }) => timeUtc(createdAt),
    reason: ({ reason }) => reason,
    referenceDocumentUri: ({ reference }) => reference,
    changes: ({ changes }) => changes,
    app: () => null,
    staffMember: () => null,
  }),
  InventoryChange: fields<LevelChange>({
    name: ({ name }) => name,
    delta: ({ delta }) => delta,
    quantityAfterChange: () => null,
    item: ({ level }) => level.item,
    location: ({ level }) => level.location,
    ledgerDocumentUri: ({ ledger }) => ledger,
  }),
  ...inventoryProperties,
}

function quantityName(text: string): QuantityName {
  const name = quantityNames.find((each) => each === text)
  if (name === undefined) throw refusal(`The quantity name '${text}' is invalid.`, 'BAD_REQUEST')
  return name
}
