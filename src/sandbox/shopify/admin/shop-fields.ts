import { gid } from '#sandbox/shopify/ids.ts'
import type { Level, Location, Shop, ShopPlan, Subscription } from '#sandbox/shopify/state.ts'
import { timeUtc } from '#sandbox/shopify/times.ts'
import { fields, textArg, type FieldTable } from './call.ts'
import { byTime, searchTest } from './search.ts'
import { page, pageById } from './connection.ts'
import { currency } from './shared-fields.ts'
import { findLevel } from './find.ts'

const planNames: Record<ShopPlan, string> = { starter: 'Starter', basic: 'Basic', grow: 'Grow', advanced: 'Advanced', plus: 'Shopify Plus' }
const locationLimits: Record<ShopPlan, number> = { starter: 2, basic: 10, grow: 10, advanced: 10, plus: 200 }

export const shopFields: Readonly<Record<string, FieldTable>> = {
  Shop: fields<Shop>({
    id: ({ id }) => gid('Shop', id),
    name: ({ name }) => name,
    email: () => 'magazin@exemplu.ro',
    contactEmail: () => 'magazin@exemplu.ro',
    myshopifyDomain: ({ domain }) => domain,
    url: ({ domain }) => `https://${domain}`,
    currencyCode: () => currency,
    taxesIncluded: () => true,
    taxShipping: () => true,
    ianaTimezone: () => 'Europe/Bucharest',
    plan: (shop) => shop,
    resourceLimits: (shop) => shop,
    fulfillmentServices: () => [],
  }),
  ShopPlan: fields<Shop>({
    displayName: ({ plan }) => planNames[plan],
    publicDisplayName: ({ plan }) => planNames[plan],
    partnerDevelopment: () => false,
    shopifyPlus: ({ plan }) => plan === 'plus',
  }),
  ShopResourceLimits: fields<Shop>({
    locationLimit: ({ plan }) => locationLimits[plan],
    maxProductOptions: () => 3,
    maxProductVariants: () => 2_048,
    redirectLimitReached: () => false,
  }),
  AppInstallation: fields<Shop>({
    id: ({ id }) => gid('AppInstallation', id),
    accessScopes: (_shop, _args, { granted }) => [...granted],
    activeSubscriptions: () => [],
    allSubscriptions: (_shop, args) => page<never>([], args, () => [0, 0]),
  }),
  AccessScope: fields<string>({ handle: (scope) => scope, description: (scope) => scope.replaceAll('_', ' ') }),
  Location: fields<Location>({
    id: ({ id }) => gid('Location', id),
    legacyResourceId: ({ id }) => String(id),
    name: ({ name }) => name,
    isActive: ({ active }) => active,
    isPrimary: (location, _args, { shop }) => [...shop.locations.values()][0] === location,
    isFulfillmentService: () => false,
    fulfillmentService: () => null,
    fulfillsOnlineOrders: ({ active }) => active,
    shipsInventory: ({ active }) => active,
    hasActiveInventory: ({ id }, _args, { shop }) => (shop.levels.byLocation.get(id) ?? []).some((level) => level.active),
    hasUnfulfilledOrders: ({ id }, _args, { shop }) => (shop.levels.byLocation.get(id) ?? []).some((level) => level.counters.committed > 0),
    address: (location) => location,
    createdAt: ({ createdAt }) => timeUtc(createdAt),
    updatedAt: ({ updatedAt }) => timeUtc(updatedAt),
    deactivatedAt: ({ active, updatedAt }) => (active ? null : timeUtc(updatedAt)),
    inventoryLevel: ({ id }, args, { shop }) =>
      findLevel(shop, { itemId: textArg(args, 'inventoryItemId'), locationId: id, includeInactive: args.includeInactive === true }),
    inventoryLevels: ({ id }, args, call) => {
      const fits = searchTest(call, 'inventoryLevels', textArg(args, 'query'), {
        fields: { updated_at: byTime((level: Level) => level.updatedAt) },
        words: () => [],
      })
      const levels = call.shop.levels.byLocation.get(id) ?? []
      const shown = levels.filter((level) => (level.active || args.includeInactive === true) && fits(level))
      return page(shown, args, (level) => [level.item.id, level.item.id])
    },
  }),
  LocationAddress: fields<Location>({
    address1: () => 'Strada Fabricii 1',
    address2: () => null,
    city: () => 'București',
    country: () => 'Romania',
    countryCode: () => 'RO',
    province: () => 'București',
    provinceCode: () => 'B',
    zip: () => '010011',
    phone: () => null,
    formatted: () => ['Strada Fabricii 1', '010011 București', 'Romania'],
  }),
  WebhookSubscription: fields<Subscription>({
    id: ({ id }) => gid('WebhookSubscription', id),
    legacyResourceId: ({ id }) => String(id),
    topic: ({ topic }) => topic,
    uri: ({ uri }) => uri,
    callbackUrl: ({ uri }) => uri,
    format: () => 'JSON',
    filter: () => null,
    name: () => null,
    includeFields: () => [],
    metafieldNamespaces: () => [],
    apiVersion: (_subscription, _args, { admin }) => admin.version,
    createdAt: ({ createdAt }) => timeUtc(createdAt),
    updatedAt: ({ createdAt }) => timeUtc(createdAt),
  }),
  ApiVersion: fields<string>({ handle: (version) => version, displayName: (version) => version, supported: () => true }),
  Job: fields<{ readonly id: string; readonly done: boolean }>({ id: ({ id }) => id, done: ({ done }) => done }),
}

export const shopQueries: FieldTable = fields<undefined>({
  shop: (_root, _args, { shop }) => shop,
  currentAppInstallation: (_root, _args, { shop }) => shop,
  location: (_root, args, { shop }) => {
    const id = textArg(args, 'id')
    return id === undefined ? ([...shop.locations.values()][0] ?? null) : (shop.locations.get(Number(/\d+$/.exec(id)?.[0])) ?? null)
  },
  locations: (_root, args, { shop }) => {
    const shown = [...shop.locations.values()].filter((location) => location.active || args.includeInactive === true)
    if (args.sortKey === 'ID') return pageById(shown, args)
    return page(
      shown.toSorted((a, b) => a.name.localeCompare(b.name)),
      args,
      (location) => [location.name, location.id],
    )
  },
  webhookSubscriptions: (_root, args, { shop }) => {
    const topics: unknown = args.topics
    const all = [...shop.subscriptions.values()]
    return pageById(Array.isArray(topics) ? all.filter(({ topic }) => topics.includes(topic)) : all, args)
  },
})
