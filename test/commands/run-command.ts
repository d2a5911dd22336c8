import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Product } from '#test/product.ts'

const root = join(import.meta.dirname, '../..')
const commandMsMax = 120_000

export type Ran = { readonly code: number | null; readonly out: string; readonly err: string }

/** Runs `punte` as a person does, in a process of its own. */
export function runCommand(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Ran> {
  return runProgram('src/cli/main.ts', args, env)
}

/** Runs one of our programs until it ends by itself. */
export async function runProgram(program: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<Ran> {
  const child = spawn(process.execPath, [join(root, program), ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: commandMsMax,
  })
  const ran = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (ran.out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (ran.err += text))
  await once(child, 'close')
  return { code: child.exitCode, ...ran }
}

/** The environment in which a command finds a product. */
export function besides({ url, dataDir }: Pick<Product, 'url' | 'dataDir'>): Record<string, string> {
  return { HOST: '127.0.0.1', PORT: new URL(url).port, DATA_DIR: dataDir }
}
