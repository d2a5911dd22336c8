import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { atRest, besideServices } from './punte.ts'
import { stockAtStart } from './shop.ts'

const rounds = 6
const ordersPerRound = 4
const lifeMsMax = 1_500

const root = mkdtempSync(join(tmpdir(), 'punte-crash-product-'))
after(() => rmSync(root, { recursive: true, force: true }))

test('a product whose shop is connected and that is then killed again and again invoices every paid order once, and sells nothing twice', async () => {
  await using two = await besideServices(root)
  const { outside, punte } = two

  const first = await punte.start()
  await punte.connected()
  await first.kill()

  const names: string[] = []
  for (let round = 0; round < rounds; round += 1) {
    const product = await punte.start()
    await outside.loseAnswer('smartbill', '/invoice')
    for (let order = 0; order < ordersPerRound; order += 1) names.push((await outside.placeOrder()).name)
    // Chance is the point here: where the product dies is not for us to say, and no run is like another.
    await sleep(Math.random() * lifeMsMax)
    await product.kill()
  }
  await using _last = await punte.start()
  await atRest(outside, names)

  assert.deepEqual([...(await outside.invoiced(names))].toSorted(), names.toSorted(), await punte.shown())
  const remaining = stockAtStart - names.length
  assert.deepEqual(await outside.left(), { available: remaining, billing: remaining })
})
