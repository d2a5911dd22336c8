import assert from 'node:assert/strict'
import { AxeBuilder } from '@axe-core/playwright'
import chromium from '@sparticuz/chromium'
import { chromium as playwright, type BrowserContextOptions, type Locator, type Page } from 'playwright-core'
import type { Product } from '#test/product.ts'

/** Not the package's own arguments: one process for all dies with the second window, and without web security the tests would be void. */
const launchArguments = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-quic', '--disable-component-update']
const patienceMs = 15_000

export const shop = '/shops/demo.myshopify.com'

export type Look = { readonly language?: 'ro' | 'en'; readonly dark?: boolean; readonly width?: number }

export type Browser = AsyncDisposable & {
  /** A window of its own that looks so; the first one of a product signs in by its link. */
  readonly open: (path: string, look?: Look) => Promise<Page>
}

/** A real Chromium, signed in to the product once: later windows carry the same session. */
export async function openBrowser(product: Product): Promise<Browser> {
  await using opening = new AsyncDisposableStack()
  const browser = await playwright.launch({ executablePath: await chromium.executablePath(), headless: true, args: launchArguments })
  opening.defer(() => browser.close())
  const first = await browser.newContext()
  const page = await first.newPage()
  await page.goto(product.signInUrl)
  await page.waitForURL(`**${shop}`)
  const storageState = await first.storageState()
  await first.close()
  const opened = opening.move()

  async function open(path: string, { language = 'ro', dark = false, width = 1360 }: Look = {}): Promise<Page> {
    const options: BrowserContextOptions = {
      storageState,
      viewport: { width, height: 900 },
      colorScheme: dark ? 'dark' : 'light',
      reducedMotion: 'reduce',
      timezoneId: 'America/New_York',
    }
    const context = await browser.newContext(options)
    context.setDefaultTimeout(patienceMs)
    await context.addInitScript((chosen) => globalThis.localStorage.setItem('punte.language', chosen), language)
    const opened = await context.newPage()
    await opened.goto(`${product.url}${path}`)
    return opened
  }
  return { open, [Symbol.asyncDispose]: () => opened.disposeAsync() }
}

/** The main menu, whose entries carry counts beside their names. */
export function menu(page: Page): Locator {
  return page.getByRole('navigation', { name: 'Meniu principal' })
}

/** What a page says besides what is drawn on it: errors of scripts, of the content policy, answers that failed. */
export function complaints(page: Page): readonly string[] {
  const heard: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') heard.push(message.text())
  })
  page.on('pageerror', (error) => heard.push(error.message))
  return heard
}

/** Fails on what shuts people out: too little contrast, controls without a name, and their like. */
export async function assertAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  assert.deepEqual(
    grave.flatMap(({ id, nodes }) => nodes.map(({ html, any }) => `${page.url()} ${id}: ${html} ${any[0]?.message ?? ''}`)),
    [],
  )
}
