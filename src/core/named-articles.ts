import { nearMissFold } from './near-miss.ts'
import type { Article } from './match.ts'

/** A billing product in one warehouse, as a reading showed it. */
export type NamedRow = Article & { readonly articleKey: string; readonly otherNames: readonly string[]; readonly askedAt: Date }

/**
 * The billing products that rows of stock speak of. One code under several names is several products; names that are near misses of
 * each other are one product that was renamed. Only what was last read together counts: an older row may bear an older name.
 */
export function namedArticles(rows: readonly NamedRow[], codeType: 'sku' | 'barcode' | 'name'): readonly Article[] {
  const products = [...Map.groupBy(rows, ({ articleKey }) => articleKey).values()]
  return products.flatMap((product) => {
    const [newest] = product.toSorted((one, other) => other.askedAt.getTime() - one.askedAt.getTime())
    if (newest === undefined) return []
    const { code, unit, askedAt } = newest
    const last = product.filter((row) => row.askedAt.getTime() === askedAt.getTime())
    const names = new Map(last.flatMap(({ name, otherNames }) => [name, ...otherNames]).map((name) => [nearMissFold(name), name]))
    // By name, what is kept under one code is the stock of none of its names alone.
    if (codeType === 'name' && names.size > 1) return []
    return names.size > 1 ? [...names.values()].map((name) => ({ code, name, unit })) : [{ code, name: newest.name, unit }]
  })
}
