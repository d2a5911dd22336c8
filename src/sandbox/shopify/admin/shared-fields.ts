import { shortDecimals } from '#sandbox/shopify/order-money.ts'
import type { Metafield, TaxLine } from '#sandbox/shopify/state.ts'
import { digestOf } from './compare-digest.ts'
import { gid } from '#sandbox/shopify/ids.ts'
import { timeUtc } from '#sandbox/shopify/times.ts'
import { fields, type FieldTable } from './call.ts'
import { pageInfoFields } from './connection.ts'

export const currency = 'RON'

type Attribute = { readonly key: string; readonly value: string }

/** Value types that many others are made of. A money bag's source is its amount in bani. */
export const sharedFields: Readonly<Record<string, FieldTable>> = {
  PageInfo: pageInfoFields,
  MoneyBag: fields<number>({ shopMoney: (amount) => amount, presentmentMoney: (amount) => amount }),
  MoneyV2: fields<number>({ amount: shortDecimals, currencyCode: () => currency }),
  Attribute: fields<Attribute>({ key: ({ key }) => key, value: ({ value }) => value }),
  Count: fields<number>({ count: (count) => count, precision: () => 'EXACT' }),
  TaxLine: fields<TaxLine>({
    title: ({ title }) => title,
    rate: ({ ratePercent }) => ratePercent / 100,
    ratePercentage: ({ ratePercent }) => ratePercent,
    price: ({ amount }) => shortDecimals(amount),
    priceSet: ({ amount }) => amount,
    channelLiable: () => false,
    source: () => null,
  }),
  Metafield: fields<Metafield>({
    id: ({ id }) => gid('Metafield', id),
    legacyResourceId: ({ id }) => String(id),
    namespace: ({ namespace }) => namespace,
    key: ({ key }) => key,
    value: ({ value }) => value,
    jsonValue: ({ value, valueType }) => (valueType === 'json' ? JSON.parse(value) : value),
    type: ({ valueType }) => valueType,
    compareDigest: digestOf,
    ownerType: () => 'ORDER',
    createdAt: ({ createdAt }) => timeUtc(createdAt),
    updatedAt: ({ updatedAt }) => timeUtc(updatedAt),
  }),
}
