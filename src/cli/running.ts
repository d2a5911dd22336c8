import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Config } from '#app/config.ts'
import { httpAddress } from '#app/address.ts'
import { CommandEnd, exitCode } from './answer.ts'

const answerMsMax = 60_000

const Problem = z.object({
  type: z.string(),
  detail: z.string(),
  fix: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
})
const Shops = z.object({ items: z.array(z.object({ domain: z.string() })) })

/** The running product, spoken to with the operator's token. Every refusal ends the command with its exit code and sentence. */
export type RunningPunte = {
  readonly url: string
  readonly get: <Value>(path: string, shape: z.ZodType<Value>) => Promise<Value>
  readonly send: <Value>(method: 'POST' | 'PUT', path: string, body: Sent, shape: z.ZodType<Value>) => Promise<Value>
}

type Sent = { readonly body: unknown; readonly headers?: Readonly<Record<string, string>> }

export async function runningPunte(config: Config): Promise<RunningPunte> {
  const url = httpAddress(config)
  const token = config.adminToken ?? (await keptToken(config, url))
  return {
    url,
    get: async (path, shape) => shape.parse(await ask('GET', path)),
    send: async (method, path, sent, shape) => shape.parse(await ask(method, path, sent)),
  }

  async function ask(method: string, path: string, sent?: Sent): Promise<unknown> {
    const answer = await reach(`${url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...sent?.headers },
      ...(sent === undefined ? {} : { body: JSON.stringify(sent.body) }),
      signal: AbortSignal.timeout(answerMsMax),
    })
    const body: unknown = await answer.json().catch(() => undefined)
    if (answer.ok) return body
    throw refusal(answer.status, body, url)
  }
}

/** The shop that was named, or the only one there is. */
export async function shopOf(punte: RunningPunte, named: string | undefined): Promise<string> {
  const { items } = await punte.get('/shops', Shops)
  const domains = items.map(({ domain }) => domain)
  if (named !== undefined) {
    if (domains.includes(named)) return named
    throw new CommandEnd(exitCode.usage, `--shop: there is no shop ${named} here; there is ${domains.join(', ') || 'none yet'}.`)
  }
  const [only, ...others] = domains
  if (only === undefined) throw new CommandEnd(exitCode.no, 'No shop is connected yet.')
  if (others.length > 0) throw new CommandEnd(exitCode.usage, `--shop: say which one: ${domains.join(', ')}.`)
  return only
}

async function keptToken(config: Config, url: string): Promise<string> {
  const path = join(config.dataDir, 'admin-token')
  try {
    return (await readFile(path, 'utf8')).trim()
  } catch {
    const sentence = `Punte is not reachable at ${url}: ${path} cannot be read. Start it with "npm start", or set DATA_DIR or PUNTE_ADMIN_TOKEN.`
    throw new CommandEnd(exitCode.notReachable, sentence)
  }
}

async function reach(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init)
  } catch {
    const sentence = `Punte is not reachable at ${new URL(address).origin}. Start it with "npm start", or set HOST and PORT.`
    throw new CommandEnd(exitCode.notReachable, sentence)
  }
}

function refusal(status: number, body: unknown, url: string): CommandEnd {
  const problem = Problem.safeParse(body)
  const said = problem.success ? sentenceOf(problem.data) : `it answered ${status}`
  if (status === 401)
    return new CommandEnd(exitCode.usage, `The admin token is not the one of the Punte at ${url}: check DATA_DIR and PUNTE_ADMIN_TOKEN.`)
  if (status === 400 || status === 412 || status === 422) return new CommandEnd(exitCode.usage, said)
  if (problem.data?.type.endsWith('/question') === true) return new CommandEnd(exitCode.waitsForPerson, said)
  if (status >= 500) return new CommandEnd(exitCode.notReachable, said)
  return new CommandEnd(exitCode.no, said)
}

function sentenceOf({ detail, fix, errors = [] }: Omit<z.infer<typeof Problem>, 'type'>): string {
  const places = errors.map(({ path, message }) => `${path}: ${message}`)
  return [...places, detail, ...(fix === undefined ? [] : [fix])].join('\n')
}
