import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { startProduct } from '#test/product.ts'
import { assertAccessible, complaints, menu, openBrowser, shop, type Look } from './browser.ts'
import { choose, pagesWorld, placeOrder, receive, runThatChanged } from './world.ts'

/** React, Mantine, router, queries and shapes weigh most of it. */
const scriptBytesMax = 265_000
const Fetched = z.array(z.object({ name: z.string(), encodedBodySize: z.number() }))

const looks: readonly (Look & { readonly name: string })[] = [
  { name: 'in Romanian, light', language: 'ro' },
  { name: 'in English, dark', language: 'en', dark: true },
  { name: 'on a phone, dark', language: 'ro', dark: true, width: 360 },
  { name: 'on a 4K screen', language: 'en', width: 3840 },
]

test('every page is whole, accessible and as wide as its screen', async (t) => {
  await using product = await startProduct(pagesWorld())
  await choose(product)
  const { id } = await placeOrder(product, 2)
  await receive(product, 'TEE-S', 5)
  const run = await runThatChanged(product)
  await using browser = await openBrowser(product)

  const pages = [
    { path: shop, h1: { ro: 'Sumar', en: 'Overview' } },
    { path: `${shop}/orders`, h1: { ro: 'Comenzi', en: 'Orders' } },
    { path: `${shop}/orders/${id.split('/').at(-1)}`, h1: { ro: 'Comanda #1001', en: 'Order #1001' } },
    { path: `${shop}/stock/products`, h1: { ro: 'Stoc', en: 'Stock' } },
    { path: `${shop}/stock/products/TEE-S`, h1: { ro: 'Tricou S', en: 'Tricou S' } },
    { path: `${shop}/stock/runs`, h1: { ro: 'Stoc', en: 'Stock' } },
    { path: `${shop}/stock/runs/${run}`, h1: { ro: 'Rulare', en: 'Run' } },
    { path: `${shop}/services/smartbill`, h1: { ro: 'SmartBill', en: 'SmartBill' } },
    { path: `${shop}/services/smartbill?tab=invoice`, h1: { ro: 'SmartBill', en: 'SmartBill' } },
    { path: `${shop}/services/smartbill?tab=warehouse`, h1: { ro: 'SmartBill', en: 'SmartBill' } },
    { path: `${shop}/services/smartbill?tab=readiness`, h1: { ro: 'SmartBill', en: 'SmartBill' } },
    { path: `${shop}/preferences`, h1: { ro: 'Livrare și facturare', en: 'Shipping & Invoicing' } },
  ]
  await t.test('the overview fetches its own code, in one language, compressed', async () => {
    const page = await browser.open(shop)
    await page.getByRole('heading', { level: 1, name: 'Sumar' }).waitFor()
    const fetched = Fetched.parse(await page.evaluate("performance.getEntriesByType('resource').map((each) => each.toJSON())"))
    const scripts = fetched.filter(({ name }) => name.endsWith('.js'))
    const bytes = scripts.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)
    assert.ok(bytes < scriptBytesMax, `${bytes} bytes of scripts`)
    assert.deepEqual(
      scripts.filter(({ name }) => /\/(en|orders|smartbill)-/.test(name)),
      [],
    )
    await page.context().close()
  })
  for (const { name, ...look } of looks) {
    await t.test(`every page ${name}`, async () => {
      const page = await browser.open(shop, look)
      const heard = complaints(page)
      for (const { path, h1 } of pages) {
        await page.goto(`${product.url}${path}`)
        await page.getByRole('heading', { level: 1, name: h1[look.language ?? 'ro'], exact: true }).waitFor()
        await page.locator('[aria-busy]').waitFor({ state: 'detached' })
        if (look.width === undefined) await assertAccessible(page)
        const beyond = Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth'))
        assert.ok(beyond <= 0, `${path} is ${beyond} px wider than its window`)
      }
      assert.deepEqual(heard, [])
      await page.context().close()
    })
  }
})

test('a page that cannot be shown says what happened, gives the number of the problem, and comes back', async () => {
  await using product = await startProduct(pagesWorld())
  await using browser = await openBrowser(product)
  const page = await browser.open(shop)
  const problem = { type: 'about:blank', title: 'Failed', status: 500, detail: 'The shelf fell over.', fix: 'Stand it up.', id: 'c0ffee' }
  await page.route('**/orders*', (route) => route.fulfill({ status: 500, contentType: 'application/problem+json', json: problem }))

  await menu(page).getByRole('link', { name: 'Comenzi' }).click()

  const said = page.getByRole('alert')
  await said.getByText('The shelf fell over.').waitFor()
  await said.getByText('Stand it up.').waitFor()
  await said.getByText('c0ffee').waitFor()
  await assertAccessible(page)

  await page.unroute('**/orders*')
  await page.getByRole('button', { name: 'Încearcă din nou' }).click()
  await page.getByText('Nicio comandă încă').waitFor()
})

test('while figures are on their way a page shows its outline, and an unreachable product is named', async () => {
  await using product = await startProduct(pagesWorld())
  await using browser = await openBrowser(product)
  const page = await browser.open(shop)
  await page.getByRole('heading', { level: 1, name: 'Sumar' }).waitFor()
  const answer = Promise.withResolvers<undefined>()
  await page.route('**/products*', async (route) => {
    await answer.promise
    await route.abort()
  })

  await menu(page).getByRole('link', { name: 'Stoc' }).click()
  await page.locator('[aria-busy=true]').waitFor()
  answer.resolve(undefined)

  await page.getByRole('alert').getByText('Punte nu răspunde.').waitFor()
})

test('the keyboard alone reaches the content, the menu and an order', async () => {
  await using product = await startProduct(pagesWorld())
  await choose(product)
  await placeOrder(product, 1)
  await using browser = await openBrowser(product)
  const page = await browser.open(`${shop}/orders`)
  await page.getByRole('link', { name: '#1001' }).waitFor()

  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.locator('#content:focus').waitFor()

  await page.getByRole('link', { name: '#1001' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Comanda #1001' }).waitFor()

  await page.getByRole('button', { name: 'Marchează expediată' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor()
  await assertAccessible(page)
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.locator('button:focus', { hasText: 'Marchează expediată' }).waitFor()
})

test('what is looked for stands in the address: the back button and a copied link bring it back', async () => {
  await using product = await startProduct(pagesWorld())
  await choose(product)
  await placeOrder(product, 1)
  await using browser = await openBrowser(product)
  const page = await browser.open(`${shop}/orders`)

  await page.getByRole('radiogroup').getByText('Stornată').click()
  await page.getByText('Nicio comandă nu se potrivește').waitFor()
  assert.match(page.url(), /state=reversed/)

  const copied = await browser.open(new URL(page.url()).pathname + new URL(page.url()).search)
  await copied.getByText('Nicio comandă nu se potrivește').waitFor()

  await page.goBack()
  await page.getByRole('link', { name: '#1001' }).waitFor()
})
