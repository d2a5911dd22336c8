import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConfigError, environmentValue, readEnvironment } from './config.ts'
import { parseConfig } from './punte-yaml.ts'

const loopback = {
  SHOPIFY_URL: 'http://127.0.0.1:4100/shopify/{shop}',
  SMARTBILL_URL: 'http://127.0.0.1:4100/smartbill/SBORO/api',
  OBLIO_URL: 'http://localhost:4100/oblio/api',
  FGO_URL: 'http://127.0.0.1:4100/fgo/v1',
}

test('with nothing set it listens on this machine alone and names no outside service', () => {
  const config = readEnvironment({})

  assert.equal(config.host, '127.0.0.1')
  assert.equal(config.port, 4000)
  assert.equal(config.servicesNamed, false)
})

const mistakes: readonly { readonly name: string; readonly environment: Record<string, string>; readonly says: RegExp }[] = [
  { name: 'a port that is no number', environment: { PORT: 'many' }, says: /environment: PORT/ },
  {
    name: 'a clock of its own beside a real service',
    environment: { PUNTE_CLOCK_URL: 'http://127.0.0.1:1/clock' },
    says: /PUNTE_CLOCK_URL/,
  },
  { name: 'a database of its own without a key', environment: { DATABASE_URL: 'postgresql://x/y' }, says: /PUNTE_SECRET_KEY/ },
  { name: 'a short key', environment: { PUNTE_SECRET_KEY: 'short' }, says: /PUNTE_SECRET_KEY/ },
  { name: 'an unknown role', environment: { PUNTE_ROLE: 'boss' }, says: /PUNTE_ROLE/ },
]

for (const { name, environment, says } of mistakes) {
  test(`${name} is refused by its name`, () => {
    assert.throws(
      () => readEnvironment(environment),
      (error) => error instanceof ConfigError && says.test(error.message),
    )
  })
}

test('a clock of its own is accepted when every service is on this machine', () => {
  const config = readEnvironment({ ...loopback, PUNTE_CLOCK_URL: 'http://127.0.0.1:4100/_sim/clock' })

  assert.equal(config.clockUrl, 'http://127.0.0.1:4100/_sim/clock')
})

const shop = `shops:
  - domain: demo.myshopify.com
    access: { kind: static, token: t, webhookSecret: s }
    preferences: { useStock: true, stockRule: exact }
    services:
      - kind: smartbill
        account: { email: a@exemplu.ro, token: x, cif: RO10203040 }
        invoice: { series: SHOP, trigger: paid }
        warehouse: { use: true, name: Depozit Online, sync: true }
        stock: [{ warehouse: Depozit Online, location: Depozit }]
`

test('punte.yaml locks the keys that stand in it, and no others', () => {
  const [read] = parseConfig(shop, 'punte.yaml')

  assert.equal(read?.locked.includes('preferences.useStock'), true)
  assert.equal(read.locked.includes('services.smartbill.invoice.series'), true)
  assert.equal(read.locked.includes('preferences.everyMinutes'), false)
})

test('a secret in punte.yaml may stand in the environment, in braces and in quotes', () => {
  const text = shop.replace('token: t, webhookSecret: s', 'token: ${PATH}, webhookSecret: "x${PATH}"')

  const [read] = parseConfig(text, 'punte.yaml')

  assert.equal(read?.access.token, environmentValue('PATH'))
  assert.equal(read?.access.webhookSecret, `x${environmentValue('PATH') ?? ''}`)
})

const yamlMistakes = [
  {
    name: 'a misspelled key',
    text: shop.replace('stockRule: exact', 'stockrule: exact'),
    says: /^punte\.yaml:4: shops\.0\.preferences\.stockrule: /,
  },
  {
    name: 'a value of the wrong kind',
    text: shop.replace('trigger: paid', 'trigger: whenever'),
    says: /^punte\.yaml:8: shops\.0\.services\.0\.invoice\.trigger: /,
  },
  { name: 'broken YAML', text: `${shop}  - {`, says: /^punte\.yaml:1[12]: / },
  {
    name: 'a secret that the environment lacks',
    text: shop.replace('token: t,', 'token: ${NOT_THERE_AT_ALL},'),
    says: /\$\{NOT_THERE_AT_ALL\}/,
  },
]

for (const { name, text, says } of yamlMistakes) {
  test(`${name} in punte.yaml is refused with its key and line`, () => {
    assert.throws(
      () => parseConfig(text, 'punte.yaml'),
      (error) => error instanceof ConfigError && says.test(error.message),
    )
  })
}
