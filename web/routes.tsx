import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router'
import { z } from 'zod'
import { OrderState, ProductFilter, Session, SignIn } from '#api/contract.ts'
import { ApiProblem, isSignedOut, write } from './api.ts'
import * as read from './queries.ts'
import { NothingHere, PageBroken } from './shell/page-broken.tsx'
import { Shell } from './shell/shell.tsx'
import { PageLoading } from './ui/loading.tsx'

const text = z.string().optional().catch(undefined)
const OrdersSearch = z.object({ name: text, state: OrderState.optional().catch(undefined), after: text })
const ProductsSearch = z.object({ q: text, show: ProductFilter.optional().catch(undefined), after: text })
const SmartBillSearch = z.object({ tab: z.enum(['account', 'invoice', 'warehouse', 'readiness']).default('account').catch('account') })
const SignInSearch = z.object({ code: text, ended: z.boolean().optional().catch(undefined), next: text })

const root = createRootRouteWithContext<{ readonly queries: QueryClient }>()({
  component: Outlet,
  errorComponent: PageBroken,
  notFoundComponent: NothingHere,
})

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: ({ context, location }) => signedIn(context.queries, location.href),
  loader: async ({ context }) => {
    const [first] = (await context.queries.ensureQueryData(read.sessionQuery)).shops
    if (first !== undefined) redirect({ throw: true, to: '/shops/$shop', params: { shop: first.domain }, replace: true })
  },
  component: lazyRouteComponent(() => import('./pages/no-shop.tsx'), 'NoShopPage'),
})

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: SignInSearch,
  loaderDeps: ({ search }) => search,
  loader: async ({ context, deps: { code, next } }) => {
    const refused = code === undefined ? null : await enter(context.queries, code)
    if (code !== undefined && refused === null) redirect({ throw: true, href: ours(next), replace: true })
    return { refused }
  },
  component: lazyRouteComponent(() => import('./pages/sign-in.tsx'), 'SignInPage'),
})

const shop = createRoute({
  getParentRoute: () => root,
  path: '/shops/$shop',
  beforeLoad: ({ context, location }) => signedIn(context.queries, location.href),
  component: Shell,
})

const overview = createRoute({
  getParentRoute: () => shop,
  path: '/',
  loader: ({ context: { queries }, params }) =>
    Promise.all([queries.ensureQueryData(read.overviewQuery(params.shop)), queries.ensureQueryData(read.problemsQuery(params.shop))]),
  component: lazyRouteComponent(() => import('./pages/overview.tsx'), 'OverviewPage'),
})

const orders = createRoute({
  getParentRoute: () => shop,
  path: 'orders',
  validateSearch: OrdersSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context, params, deps }) => context.queries.ensureQueryData(read.ordersQuery(params.shop, deps)),
  component: lazyRouteComponent(() => import('./pages/orders.tsx'), 'OrdersPage'),
})

const order = createRoute({
  getParentRoute: () => shop,
  path: 'orders/$order',
  loader: ({ context, params }) => context.queries.ensureQueryData(read.orderQuery(params.shop, params.order)),
  component: lazyRouteComponent(() => import('./pages/order.tsx'), 'OrderPage'),
})

const stock = createRoute({
  getParentRoute: () => shop,
  path: 'stock',
  beforeLoad: ({ params }) => {
    redirect({ throw: true, to: '/shops/$shop/stock/products', params, replace: true })
  },
})

const products = createRoute({
  getParentRoute: () => shop,
  path: 'stock/products',
  validateSearch: ProductsSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context, params, deps }) => context.queries.ensureQueryData(read.productsQuery(params.shop, deps)),
  component: lazyRouteComponent(() => import('./pages/products.tsx'), 'ProductsPage'),
})

const product = createRoute({
  getParentRoute: () => shop,
  path: 'stock/products/$code',
  loader: ({ context, params }) => context.queries.ensureQueryData(read.explainQuery(params.shop, params.code)),
  component: lazyRouteComponent(() => import('./pages/product.tsx'), 'ProductPage'),
})

const runs = createRoute({
  getParentRoute: () => shop,
  path: 'stock/runs',
  validateSearch: z.object({ after: text }),
  loaderDeps: ({ search }) => search,
  loader: ({ context, params, deps }) => context.queries.ensureQueryData(read.runsQuery(params.shop, deps.after)),
  component: lazyRouteComponent(() => import('./pages/runs.tsx'), 'RunsPage'),
})

const run = createRoute({
  getParentRoute: () => shop,
  path: 'stock/runs/$run',
  loader: ({ context, params }) => context.queries.ensureQueryData(read.runQuery(params.shop, params.run)),
  component: lazyRouteComponent(() => import('./pages/run.tsx'), 'RunPage'),
})

const smartbill = createRoute({
  getParentRoute: () => shop,
  path: 'services/smartbill',
  validateSearch: SmartBillSearch,
  loader: ({ context: { queries }, params }) =>
    Promise.all([
      queries.ensureQueryData(read.settingsQuery(params.shop)),
      queries.ensureQueryData(read.serviceQuery(params.shop, 'smartbill')),
    ]),
  component: lazyRouteComponent(() => import('./pages/smartbill.tsx'), 'SmartBillPage'),
})

const preferences = createRoute({
  getParentRoute: () => shop,
  path: 'preferences',
  loader: ({ context: { queries }, params }) =>
    Promise.all([
      queries.ensureQueryData(read.settingsQuery(params.shop)),
      queries.ensureQueryData(read.serviceQuery(params.shop, 'smartbill')),
    ]),
  component: lazyRouteComponent(() => import('./pages/preferences.tsx'), 'PreferencesPage'),
})

const tree = root.addChildren([
  home,
  signIn,
  shop.addChildren([overview, orders, order, stock, products, product, runs, run, smartbill, preferences]),
])

export function makeRouter(queries: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { queries },
    defaultPendingComponent: PageLoading,
    defaultPendingMs: 150,
    defaultPendingMinMs: 250,
    defaultErrorComponent: PageBroken,
    defaultNotFoundComponent: NothingHere,
    scrollRestoration: true,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
}

/** Trades the code of a link for a session; the refusal, or null when it went well. */
async function enter(queries: QueryClient, code: string): Promise<string | null> {
  try {
    queries.setQueryData(read.sessionQuery.queryKey, await write(Session, '/session', { body: SignIn.parse({ code }), csrf: '' }))
    return null
  } catch (problem) {
    if (problem instanceof ApiProblem && problem.status >= 400 && problem.status < 500) return problem.message
    throw problem
  }
}

async function signedIn(queries: QueryClient, next: string): Promise<void> {
  await queries.ensureQueryData(read.sessionQuery).catch((problem: unknown) => {
    if (isSignedOut(problem)) redirect({ throw: true, to: '/sign-in', search: { next } })
    throw problem
  })
}

/** Only an address of this dashboard is gone to after signing in. */
function ours(then: string | undefined): string {
  return then !== undefined && /^\/shops\/[^/\\]/.test(then) ? then : '/'
}
