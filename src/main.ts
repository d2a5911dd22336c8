import { parseArgs } from 'node:util'
import { ConfigError, readEnvironment, type Config } from './app/config.ts'
import { start } from './app/start.ts'
import { EmbeddedRefusal } from './db/embedded/refusal.ts'
import { MigrationRefusal } from './db/migrate.ts'

const stopMsMax = 5_000
const nodeMajor = 24

await main()

async function main(): Promise<void> {
  if (Number(process.versions.node.split('.')[0]) < nodeMajor)
    return refuse(`Punte needs Node ${nodeMajor} or newer, this is ${process.versions.node}: start it with "npm start".`, 2)
  try {
    const running = await start(readConfiguration())
    running.lost.addEventListener('abort', () => {
      process.exitCode = 1
      console.error('The embedded database has ended by itself, and so does Punte. Start it again: nothing acknowledged is lost.')
      void stop(running)
    })
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(running))
    const mode = running.mode === 'sandbox' ? ' (sandbox: a demo shop and simulated services)' : ''
    if (running.sandboxUrl !== null) console.log(`The simulated services are at ${running.sandboxUrl}`)
    console.log(`Punte is ready${mode}: ${running.signInUrl}`)
  } catch (error) {
    if (error instanceof ConfigError) return refuse(error.message, 2)
    if (error instanceof EmbeddedRefusal || error instanceof MigrationRefusal) return refuse(error.message, 1)
    throw error
  }
}

function readConfiguration(): Config {
  const { config } = readArguments()
  return { ...readEnvironment(), ...(config === undefined ? {} : { configFile: config }) }
}

function readArguments(): { readonly config?: string } {
  try {
    return parseArgs({ options: { config: { type: 'string' } } }).values
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new ConfigError(`${error.message}. Usage: npm start [-- --config FILE]`)
  }
}

async function stop(running: AsyncDisposable): Promise<void> {
  const late = setTimeout(() => process.exit(1), stopMsMax)
  await running[Symbol.asyncDispose]()
  clearTimeout(late)
}

function refuse(sentence: string, exitCode: number): void {
  console.error(sentence)
  process.exitCode = exitCode
}
