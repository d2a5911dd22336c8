import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aWorld, type TestWorld } from './test-world.ts'

type Answer = { readonly status: number; readonly body: Record<string, unknown> }

async function ask({ face }: TestWorld, grant: Record<string, unknown>): Promise<Answer> {
  const answer = await face.request('/demo.myshopify.com/admin/oauth/access_token', { method: 'POST', body: JSON.stringify(grant) })
  return { status: answer.status, body: JSON.parse(await answer.text()) }
}

const grant = { grant_type: 'client_credentials', client_id: 'demo', client_secret: 'demo-secret' }

test('client credentials give a token that opens the Admin API for a day', async () => {
  const shop = aWorld()

  const { body } = await ask(shop, grant)
  const token = String(body.access_token)
  const before = await shop.admin('{ shop { id } }', {}, { token })
  await shop.world.clock.advanceTo(shop.world.clock.now() + 86_400_000)
  const after = await shop.admin('{ shop { id } }', {}, { token })

  assert.equal(body.expires_in, 86_399)
  assert.deepEqual([before.status, after.status], [200, 401])
})

test('a wrong secret, another grant and an empty body are refused', async () => {
  const shop = aWorld()

  assert.equal((await ask(shop, { ...grant, client_secret: 'no' })).status, 401)
  assert.equal((await ask(shop, { ...grant, grant_type: 'refresh_token' })).status, 400)
  assert.equal((await ask(shop, {})).status, 400)
})
