import assert from 'node:assert/strict'
import { test } from 'node:test'
import { namedArticles, type NamedRow } from './named-articles.ts'

function row(change: Partial<NamedRow>): NamedRow {
  return { articleKey: 'A', code: 'A', name: 'Tricou', otherNames: [], unit: 'buc', askedAt: new Date(0), ...change }
}

const later = new Date(1_000)

for (const { name, rows, codeType = 'sku', products } of [
  { name: 'one code in several warehouses is one product', rows: [row({}), row({})], products: ['Tricou'] },
  { name: 'one code under two names in a warehouse is two products', rows: [row({ otherNames: ['Cană'] })], products: ['Tricou', 'Cană'] },
  {
    name: 'one code under two names in two warehouses is two products',
    rows: [row({}), row({ name: 'Cană' })],
    products: ['Tricou', 'Cană'],
  },
  { name: 'names that hardly differ are one product', rows: [row({ otherNames: ['tricou '] })], products: ['Tricou'] },
  {
    name: 'a row of an older reading says nothing of the name',
    rows: [row({ name: 'Tricou vechi' }), row({ askedAt: later })],
    products: ['Tricou'],
  },
  {
    name: 'by name, stock that is kept under one code is of neither name',
    rows: [row({ otherNames: ['Cană'] })],
    codeType: 'name' as const,
    products: [],
  },
]) {
  test(name, () => {
    assert.deepEqual(
      namedArticles(rows, codeType).map((article) => article.name),
      products,
    )
  })
}
