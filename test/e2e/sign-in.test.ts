import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startProduct } from '#test/product.ts'
import { assertAccessible, openBrowser, shop } from './browser.ts'
import { pagesWorld } from './world.ts'

const command = 'npm run -s punte -- sign-in'

test('a link signs in once; used again, or without one, the page says how to get another', async () => {
  await using product = await startProduct(pagesWorld())
  await using browser = await openBrowser(product)
  const signedIn = await browser.open(shop)
  await signedIn.getByRole('heading', { level: 1, name: 'Sumar' }).waitFor()
  assert.ok(!signedIn.url().includes('code='))

  await signedIn.context().clearCookies()
  await signedIn.goto(product.signInUrl)
  await signedIn.getByText('Legătura nu mai este bună').waitFor()
  await signedIn.getByText(command).waitFor()
  await assertAccessible(signedIn)

  await signedIn.goto(`${product.url}${shop}/orders?state=waiting`)
  await signedIn.getByText(command).waitFor()
  assert.match(new URL(signedIn.url()).searchParams.get('next') ?? '', /orders\?state=waiting/)
})

test('signing out ends the session and says how to come back', async () => {
  await using product = await startProduct(pagesWorld())
  await using browser = await openBrowser(product)
  const page = await browser.open(shop)

  await page.getByRole('button', { name: 'Limbă și aspect' }).click()
  await page.getByRole('menuitem', { name: 'Ieși din cont' }).click()

  await page.getByText(command).waitFor()
  await page.goto(`${product.url}${shop}`)
  await page.getByText(command).waitFor()
})

test('a write without the token of the session is refused', async () => {
  await using product = await startProduct(pagesWorld())
  await using browser = await openBrowser(product)
  const page = await browser.open(shop)

  const status = await page.evaluate(async () => {
    const answer = await fetch('/api/v1/shops/demo.myshopify.com/pause', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ flow: 'all' }),
    })
    return answer.status
  })

  assert.equal(status, 403)
})

test('language and look are chosen once and stay', async () => {
  await using product = await startProduct(pagesWorld())
  await using browser = await openBrowser(product)
  const page = await browser.open(shop)

  await page.getByRole('button', { name: 'Limbă și aspect' }).click()
  await page.getByRole('menuitem', { name: 'English' }).click()
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
  await page.locator('html[lang=en]').waitFor()

  await page.getByRole('button', { name: 'Language and look' }).click()
  await page.getByRole('menuitem', { name: 'Dark' }).click()
  await page.reload()
  await page.locator('html[data-mantine-color-scheme=dark]').waitFor()
})
