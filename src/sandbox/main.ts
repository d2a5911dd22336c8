import { serve } from '@hono/node-server'
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { demoWorld } from './demo-world.ts'
import { startLife } from './life.ts'
import { sandbox } from './server.ts'
import { loadWorld } from './world-file.ts'

const usage = `npm run sandbox -- [WORLD.json] [--life] [--webhooks URL] [--push-url URL --push-token TOKEN]`
const host = '127.0.0.1'
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    life: { type: 'boolean', default: false },
    webhooks: { type: 'string', default: 'http://127.0.0.1:4000/webhooks/shopify' },
    'push-url': { type: 'string' },
    'push-token': { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) console.log(usage)
else await open()

async function open(): Promise<void> {
  const port = Number(process.env['SANDBOX_PORT'] ?? 4100)
  const { world, app, fetch } = sandbox()
  const addresses = { webhooks: values.webhooks, pushUrl: values['push-url'] ?? null, pushToken: values['push-token'] ?? null }
  const [path] = positionals
  loadWorld(world, path === undefined ? demoWorld(Date.now(), addresses) : JSON.parse(await readFile(path, 'utf8')))

  const server = serve({ fetch, hostname: host, port }, (address) => {
    console.log(`The sandbox is open on http://${host}:${address.port}`)
  })
  const endLife = values.life ? startLife(world, ask) : undefined
  server.on('error', (error) => {
    console.error(`The sandbox cannot listen on ${host}:${port}: ${error.message}`)
    process.exitCode = 1
    stop()
  })
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)

  async function ask(where: string, body: unknown): Promise<unknown> {
    const answer = await app.request(where, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
    return answer.text()
  }

  function stop(): void {
    endLife?.()
    world.restart({ seed: world.seed(), nowMs: world.clock.now(), clock: 'still' })
    server.close()
    if ('closeAllConnections' in server) server.closeAllConnections()
  }
}
