import { spawn } from 'node:child_process'
import { startTestServer } from '#test/database-server.ts'

const concurrency = 2
const everything = ['src/**/*.test.ts', 'test/**/*.test.ts', 'tools/**/*.test.ts']

/** Runs test files against one database server and ends as the runner ends. Arguments are files or patterns, and options of `node --test`. */
async function main(): Promise<void> {
  await using server = await startTestServer()
  const given = process.argv.slice(2)
  const patterns = given.some((argument) => !argument.startsWith('-')) ? given : [...given, ...everything]
  const runner = spawn(process.execPath, ['--test', `--test-concurrency=${concurrency}`, ...patterns], {
    stdio: 'inherit',
    env: { ...process.env, PUNTE_TEST_SERVER: server.url },
  })
  // The terminal interrupts the runner by itself; we stay to stop the database after it.
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', () => runner.kill('SIGTERM'))

  const { promise, resolve, reject } = Promise.withResolvers<number>()
  runner.once('error', reject).once('close', (code) => resolve(code ?? 1))
  process.exitCode = await promise
}

await main()
