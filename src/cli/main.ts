import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { ConfigError, readEnvironment } from '#app/config.ts'
import { EmbeddedRefusal } from '#db/embedded/refusal.ts'
import { migrate, MigrationRefusal } from '#db/migrate.ts'
import { CommandEnd, exitCode, print, type Answer } from './answer.ts'
import { backup } from './backup.ts'
import { withDatabase } from './database.ts'
import { demo } from './demo/demo.ts'
import { doctor } from './doctor.ts'
import { invoice, questions } from './invoice.ts'
import { Flow, setPaused } from './pause.ts'
import { runningPunte, shopOf, type RunningPunte } from './running.ts'
import { restore } from './restore.ts'
import { rotate } from './rotate.ts'
import { exportSettings, importSettings } from './settings-file.ts'
import { signIn } from './sign-in.ts'
import { sync } from './sync.ts'

const productProgram = join(import.meta.dirname, '../main.ts')

type Options = {
  readonly shop?: string
  readonly json?: true
  readonly dryRun?: true
  readonly flow?: 'all' | 'A' | 'B'
  readonly answer?: readonly string[]
  readonly config?: string
}

await run()

async function run(): Promise<void> {
  try {
    await commands().parseAsync()
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? exitCode.done : exitCode.usage
    else if (error instanceof CommandEnd) fail(error.code, error.message)
    else if (error instanceof ConfigError) fail(exitCode.usage, error.message)
    else if (error instanceof EmbeddedRefusal || error instanceof MigrationRefusal) fail(exitCode.no, error.message)
    else throw error
  }
}

function fail(code: number, sentence: string): void {
  console.error(sentence)
  process.exitCode = code
}

function commands(): Command {
  const punte = new Command('punte').description('Punte, at the command line').exitOverride()
  command(punte, 'start', 'run the product').option('--config <file>', 'a punte.yaml, in the place of PUNTE_CONFIG').action(start)
  command(punte, 'demo', "play the reference's example in both rules").action(async (options: Options) => {
    process.exitCode = await demo({ json: options.json === true })
  })
  command(punte, 'migrate', 'bring the database to the newest migration').action(showing(migrateDatabase))
  command(punte, 'sign-in', 'print another address that signs a browser in').action(
    showing(async () => signIn(await runningPunte(readEnvironment()), readEnvironment())),
  )
  command(punte, 'backup <file>', 'write every row of the database into a file').action((file: string, options: Options) =>
    show(options, () => backup(readEnvironment(), file)),
  )
  command(punte, 'restore <file>', 'fill an empty database from such a file').action((file: string, options: Options) =>
    show(options, () => restore(readEnvironment(), file)),
  )
  command(punte, 'rotate-key', 'make a new secret key and seal every credential with it').action(showing(() => rotate(readEnvironment())))
  addShopCommands(punte)
  return punte
}

function addShopCommands(punte: Command): void {
  shopCommand(punte, 'doctor', 'say what keeps the shop from working').action(
    showing((options) => inShop(options, (running, shop) => doctor(running, readEnvironment(), shop))),
  )
  shopCommand(punte, 'sync', 'carry the stock over now')
    .option('--dry-run', 'only say what would change')
    .action(showing((options) => inShop(options, (running, shop) => sync(running, shop, { dryRun: options.dryRun === true }))))
  shopCommand(punte, 'invoice <order>', 'issue the invoice of an order: its name (#1001) or its GID')
    .addOption(new Option('--answer <question...>', 'answer a question about the order with yes').choices(questions))
    .action((order: string, options: Options) =>
      show(options, () => inShop(options, (running, shop) => invoice(running, shop, { order, answers: options.answer ?? [] }))),
    )
  for (const act of ['pause', 'resume'] as const) {
    shopCommand(punte, act, act === 'pause' ? 'stop the flows of a shop' : 'let them go on')
      .option('--flow <flow>', 'A (invoices), B (stock) or all', flowOption, 'all')
      .action(showing((options) => inShop(options, (running, shop) => setPaused(running, shop, act, options.flow ?? 'all'))))
  }
  shopCommand(punte, 'export', "print the shop's settings in the form of punte.yaml, without secrets").action(
    showing((options) => inShop(options, exportSettings)),
  )
  shopCommand(punte, 'import <file>', "make the shop's settings what such a file says").action((file: string, options: Options) =>
    show(options, () => inShop(options, (running, shop) => importSettings(running, shop, file))),
  )
}

function command(punte: Command, name: string, description: string): Command {
  return punte.command(name).description(description).option('--json', 'print one JSON object').exitOverride()
}

function shopCommand(punte: Command, name: string, description: string): Command {
  return command(punte, name, description).option('--shop <domain>', 'the shop; not needed where there is only one')
}

function flowOption(text: string): string {
  const flow = Flow.safeParse(text)
  if (!flow.success) throw new InvalidArgumentError('It is A, B or all.')
  return flow.data
}

function showing(answer: (options: Options) => Promise<Answer>): (options: Options) => Promise<void> {
  return (options) => show(options, () => answer(options))
}

async function show(options: Options, answer: () => Promise<Answer>): Promise<void> {
  const found = await answer()
  print(found, options.json === true)
  process.exitCode = found.code
}

async function inShop(options: Options, work: (punte: RunningPunte, shop: string) => Promise<Answer>): Promise<Answer> {
  const punte = await runningPunte(readEnvironment())
  return work(punte, await shopOf(punte, options.shop))
}

async function migrateDatabase(): Promise<Answer> {
  const applied = await withDatabase(readEnvironment(), (url) => migrate(url, { now: new Date() }))
  const lines = applied.length === 0 ? ['nothing to migrate'] : applied.map((name) => `applied ${name}`)
  return { code: exitCode.done, lines, json: { applied } }
}

/** The product in a process of its own, which gets our signals and gives us its exit code. */
async function start({ config }: Options): Promise<void> {
  const args = config === undefined ? [] : ['--config', config]
  const product = spawn(process.execPath, [productProgram, ...args], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => product.kill(signal))
  await once(product, 'exit')
  process.exitCode = product.exitCode ?? 1
}
