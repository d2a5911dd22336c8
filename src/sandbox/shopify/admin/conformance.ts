import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aWorld, type AskOptions, type TestWorld } from '#sandbox/shopify/test-world.ts'
import type { ShopFile } from '#sandbox/shopify/shop-file.ts'

/** A request and what its answer holds: one sentence of the Admin API contract. */
export type Row = {
  readonly name: string
  readonly shop?: Partial<ShopFile>
  readonly before?: (shop: TestWorld) => Promise<unknown>
  readonly query: string
  readonly variables?: (shop: TestWorld) => Record<string, unknown>
  readonly options?: AskOptions
  readonly status?: number
  /** What the answer holds at least. */
  readonly answer: unknown
}

/** A test for each row, in a shop of its own. */
export function conforms(rows: readonly Row[]): void {
  for (const { name, shop: change, before, query, variables, options, status = 200, answer } of rows) {
    test(name, async () => {
      const shop = aWorld(change)
      await before?.(shop)

      const reply = await shop.admin(query, variables?.(shop), options)

      assert.equal(reply.status, status)
      holds(reply.body, answer, name)
    })
  }
}

/** What is stated must be there; lists have the length stated, and {} stands for anything. */
function holds(actual: unknown, expected: unknown, where: string): void {
  if (Array.isArray(expected)) {
    assert.ok(Array.isArray(actual), `${where} is a list in ${JSON.stringify(actual)}`)
    assert.equal(actual.length, expected.length, `${where} has ${expected.length} members: ${JSON.stringify(actual)}`)
    expected.forEach((each, index) => holds(actual[index], each, `${where}/${index}`))
  } else if (typeof expected === 'object' && expected !== null) {
    assert.ok(typeof actual === 'object' && actual !== null, `${where} is an object`)
    for (const [key, value] of Object.entries(expected)) holds(Reflect.get(actual, key), value, `${where}/${key}`)
  } else assert.deepEqual(actual, expected, where)
}
