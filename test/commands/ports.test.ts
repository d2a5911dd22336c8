import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { startPunte } from '#cli/demo/two-programs.ts'

const arriveMsMax = 30_000

let dataDir: string

before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'punte-ports-'))
})

after(() => rm(dataDir, { recursive: true, force: true }))

test('with PORT=0 and SANDBOX_PORT=0 both say where they really are, and the deliveries of the demo shop arrive', async () => {
  await using product = await startPunte({ dataDir, port: 0, env: { SANDBOX_PORT: '0' } })
  const url = product.ready[2] ?? ''
  const sandboxUrl = /^The simulated services are at (http:\/\/\S+)$/m.exec(product.log())?.[1]

  assert.ok(sandboxUrl, product.log())
  assert.ok(![url, sandboxUrl].some((address) => address.endsWith(':0')), product.log())
  assert.equal((await fetch(`${url}/healthz`)).status, 200)
  assert.equal((await fetch(`${sandboxUrl}/_sim/clock`)).status, 200)
  assert.ok(await delivered(url), product.log())
})

/** Its customers order by themselves. */
async function delivered(url: string): Promise<boolean> {
  for (const deadline = performance.now() + arriveMsMax; performance.now() < deadline; await sleep(100)) {
    const metrics = await (await fetch(`${url}/metrics`)).text()
    if (/^punte_deliveries_total [1-9]/m.test(metrics)) return true
  }
  return false
}
