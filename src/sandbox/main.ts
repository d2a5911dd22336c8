import { serve } from '@hono/node-server'
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { demoWorld } from './demo-world.ts'
import { startLife } from './life.ts'
import { sandbox } from './server.ts'
import { keepState, readState } from './state-file.ts'
import { loadWorld } from './world-file.ts'

const usage = `npm run sandbox -- [WORLD.json] [--life] [--state FILE] [--webhooks URL] [--push-url URL --push-token TOKEN] [--until-stdin-ends]`
const host = '127.0.0.1'
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    life: { type: 'boolean', default: false },
    state: { type: 'string' },
    webhooks: { type: 'string', default: 'http://127.0.0.1:4000/webhooks/shopify' },
    'push-url': { type: 'string' },
    'push-token': { type: 'string' },
    'until-stdin-ends': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) console.log(usage)
else await open().catch(refuse)

async function open(): Promise<void> {
  const port = Number(process.env['SANDBOX_PORT'] ?? 4100)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('SANDBOX_PORT is not a port')
  const { world, app, fetch } = sandbox()
  const stateFile = values.state === undefined ? undefined : { path: values.state, webhooks: ownWebhooks(), say: console.error }
  if (stateFile === undefined || !readState(world, stateFile)) loadWorld(world, await worldFile(positionals[0]))
  let endKeeping: (() => void) | undefined

  const server = serve({ fetch, hostname: host, port }, (address) => {
    // A second sandbox finds the port taken and must not write over the first one's file.
    if (stateFile !== undefined) endKeeping = keepState(world, stateFile)
    console.log(`The sandbox is open on http://${host}:${address.port}`)
  })
  const endLife = values.life ? startLife(world, ask) : undefined
  server.on('error', (error) => {
    stop()
    refuse(error)
  })
  process.once('SIGTERM', stop)
  if (values['until-stdin-ends']) endWithStdin(stop)
  else process.once('SIGINT', stop)

  async function ask(where: string, body: unknown): Promise<unknown> {
    const answer = await app.request(where, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
    return answer.text()
  }

  /** The world is kept, and its timers are forgotten, so that nothing keeps the process. */
  function stop(): void {
    endLife?.()
    endKeeping?.()
    endKeeping = undefined
    process.stdin.destroy()
    world.restart({ seed: world.seed(), nowMs: world.clock.now(), clock: 'still' })
    server.close()
    if ('closeAllConnections' in server) server.closeAllConnections()
  }
}

/** Whoever started the sandbox decides: Ctrl-C in a terminal reaches both, and the other may still have calls to make. */
function endWithStdin(stop: () => void): void {
  process.on('SIGINT', () => undefined)
  process.stdin.once('end', stop).once('error', stop).resume()
}

/** The addresses of a world file are its own; those of the demo come from the options. */
function ownWebhooks(): string | undefined {
  return positionals[0] === undefined ? values.webhooks : undefined
}

async function worldFile(path: string | undefined): Promise<unknown> {
  const addresses = { webhooks: values.webhooks, pushUrl: values['push-url'] ?? null, pushToken: values['push-token'] ?? null }
  if (path === undefined) return demoWorld(Date.now(), addresses)
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    throw new Error(`${path} cannot be read as a world`, { cause: error })
  }
}

function refuse(error: unknown): void {
  console.error('The sandbox does not open:', error)
  process.exitCode = 1
}
