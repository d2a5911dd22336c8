import { twoDecimals } from './order-money.ts'
import type { Shop, TaxLine } from './state.ts'

export type MoneySet = { readonly shop_money: Money; readonly presentment_money: Money }
type Money = { readonly amount: string; readonly currency_code: string }

/** An amount as REST-shaped bodies say it, in the shop's and in the buyer's currency, which are one here. */
export function moneySet(shop: Shop, amount: number): MoneySet {
  const money = { amount: twoDecimals(amount), currency_code: shop.currency }
  return { shop_money: money, presentment_money: money }
}

export function taxLineBody(shop: Shop, tax: TaxLine): unknown {
  return {
    channel_liable: false,
    price: twoDecimals(tax.amount),
    price_set: moneySet(shop, tax.amount),
    rate: tax.ratePercent / 100,
    title: tax.title,
  }
}
