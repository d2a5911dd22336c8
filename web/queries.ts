import { queryOptions } from '@tanstack/react-query'
import {
  ExplainedList,
  Order,
  Orders,
  Overview,
  Problems,
  Products,
  Readiness,
  Run,
  Runs,
  Service,
  Session,
  Settings,
} from '#api/contract.ts'
import { read, readTagged } from './api.ts'

/** What the pages read, by the key under which a live event makes it stale. */
export const sessionQuery = queryOptions({ queryKey: ['session'], queryFn: () => read(Session, '/session'), staleTime: 5 * 60_000 })

export function overviewQuery(shop: string) {
  return queryOptions({
    queryKey: ['shop', shop, 'overview'],
    queryFn: () => read(Overview, `${at(shop)}/overview`),
    refetchInterval: 30_000,
  })
}

export function problemsQuery(shop: string) {
  return queryOptions({ queryKey: ['shop', shop, 'problems'], queryFn: () => read(Problems, `${at(shop)}/problems`) })
}

export type OrdersSearch = { readonly name?: string | undefined; readonly state?: string | undefined; readonly after?: string | undefined }

export function ordersQuery(shop: string, { name, state, after }: OrdersSearch) {
  return queryOptions({
    queryKey: ['shop', shop, 'orders', { name, state, after }],
    queryFn: () => read(Orders, `${at(shop)}/orders${search({ name, state, cursor: after })}`),
  })
}

export function orderQuery(shop: string, id: string) {
  return queryOptions({
    queryKey: ['shop', shop, 'orders', id],
    queryFn: () => read(Order, `${at(shop)}/orders/${encodeURIComponent(id)}`),
  })
}

export function runsQuery(shop: string, after: string | undefined) {
  return queryOptions({
    queryKey: ['shop', shop, 'runs', { after }],
    queryFn: () => read(Runs, `${at(shop)}/runs${search({ cursor: after })}`),
  })
}

export function runQuery(shop: string, id: string) {
  return queryOptions({ queryKey: ['shop', shop, 'runs', id], queryFn: () => read(Run, `${at(shop)}/runs/${encodeURIComponent(id)}`) })
}

export type ProductsSearch = { readonly q?: string | undefined; readonly show?: string | undefined; readonly after?: string | undefined }

export function productsQuery(shop: string, { q, show, after }: ProductsSearch) {
  return queryOptions({
    queryKey: ['shop', shop, 'products', { q, show, after }],
    queryFn: () => read(Products, `${at(shop)}/products${search({ q, show, cursor: after })}`),
  })
}

export function explainQuery(shop: string, code: string) {
  return queryOptions({
    queryKey: ['shop', shop, 'products', 'explain', code],
    queryFn: () => read(ExplainedList, `${at(shop)}/products/explain${search({ code })}`),
  })
}

export function settingsQuery(shop: string) {
  return queryOptions({ queryKey: ['shop', shop, 'settings'], queryFn: () => readTagged(Settings, `${at(shop)}/settings`) })
}

export function serviceQuery(shop: string, kind: string) {
  return queryOptions({ queryKey: ['shop', shop, 'service', kind], queryFn: () => read(Service, `${at(shop)}/services/${kind}`) })
}

export function readinessQuery(shop: string) {
  return queryOptions({ queryKey: ['shop', shop, 'readiness'], queryFn: () => read(Readiness, `${at(shop)}/readiness`) })
}

export function at(shop: string): string {
  return `/shops/${encodeURIComponent(shop)}`
}

function search(values: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '')
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`
}
