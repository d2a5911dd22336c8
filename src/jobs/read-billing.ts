import type { Context } from '#app/context.ts'
import type { BillingProvider, StockRow } from '#billing/provider.ts'
import { trustInList, type ListTrust } from '#core/absent.ts'
import { bucharestDay } from '#core/romania.ts'
import type { TenantId } from '#core/tenant.ts'
import { allArticles, countMissing, keepArticles, type Article, type StoredArticle } from '#db/articles.ts'
import { transaction } from '#db/client.ts'

/** Of a long list up to so many products are asked for by themselves, a call each; more are read with the whole list, which is one call. */
const askedAloneMax = 5
const shortListMax = 2_000

export function isReadWhole(products: number, listed: number): boolean {
  return products > (listed > shortListMax ? askedAloneMax : 1)
}

export type BillingReading = {
  readonly askedAt: Date
  readonly answeredAt: Date
  /** What the reading showed; of products asked for by themselves, those that it did not show are `absent`. */
  readonly articles: readonly Article[]
  readonly list: ListTrust
  /** Articles known from before that the reading should have shown and did not. */
  readonly missing: readonly StoredArticle[]
}

export type Asking = {
  readonly tenantId: TenantId
  readonly provider: BillingProvider
  readonly warehouses: readonly string[]
  /** Null reads the whole list. */
  readonly articleKeys: readonly string[] | null
}

/** Asks billing for stock as of today and keeps the answer. A figure asked before the one that is known is dropped. */
export async function readBilling(context: Context, { tenantId, provider, warehouses, articleKeys }: Asking): Promise<BillingReading> {
  const connection = provider.kind
  const askedAt = context.io.clock.now()
  const day = bucharestDay(askedAt)
  const rows = await provider.readStock(articleKeys === null ? { day, warehouses } : { day, warehouses, codes: articleKeys })
  const answeredAt = context.io.clock.now()
  const articles = rows.map(toArticle)

  const known = await allArticles(context.db, tenantId, connection)
  const missing = missingFrom(articles, known, { warehouses, articleKeys })
  const list = articleKeys === null ? trust(articles, known, missing) : 'trusted'
  await transaction(context.db, async (tx) => {
    await keepArticles(tx, { tenantId, connection }, articles, { askedAt, answeredAt })
    if (list === 'trusted' && articleKeys === null) await countMissing(tx, { tenantId, connection }, missing, askedAt)
  })
  return { askedAt, answeredAt, articles, list, missing }
}

/** Where codes are not used, the name is the key. */
function toArticle({ warehouse, code, name, otherNames, unit, quantity }: StockRow): Article {
  return { warehouse, articleKey: code === '' ? name : code, code, name, otherNames, unit, quantity }
}

function missingFrom(
  articles: readonly Article[],
  known: readonly StoredArticle[],
  { warehouses, articleKeys }: Pick<Asking, 'warehouses' | 'articleKeys'>,
): StoredArticle[] {
  const shown = new Set(articles.map(placeOf))
  const asked = known.filter((article) => warehouses.includes(article.warehouse) && (articleKeys?.includes(article.articleKey) ?? true))
  return asked.filter((article) => !shown.has(placeOf(article)))
}

function trust(articles: readonly Article[], known: readonly StoredArticle[], missing: readonly StoredArticle[]): ListTrust {
  const before = known.filter(({ missingReads }) => missingReads === 0)
  // Rows that stood at zero say nothing when they go: some lists leave sold-out products out.
  const gone = missing.filter(({ missingReads, quantity }) => missingReads === 0 && quantity !== 0)
  return trustInList({ complete: true, rows: articles.length, rowsBefore: before.length === 0 ? null : before.length, gone: gone.length })
}

function placeOf({ warehouse, articleKey }: Pick<Article, 'warehouse' | 'articleKey'>): string {
  return `${warehouse}\n${articleKey}`
}
