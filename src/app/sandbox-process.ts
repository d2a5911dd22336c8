import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { freePort, httpAddress } from './address.ts'
import { compiledFolder, type Config } from './config.ts'

const sandboxProgram = join(import.meta.dirname, '../sandbox/main.ts')
const startMsMax = 20_000
const askEveryMs = 50
const stopMsMax = 2_000

export type SandboxProcess = AsyncDisposable & { readonly untilItAnswers: () => Promise<void> }

/** Begins the simulated services in a process of their own, over a world that is kept in DATA_DIR. */
export function spawnSandbox(config: Config): SandboxProcess {
  const address = httpAddress(config)
  const args = [sandboxProgram, '--life', '--state', worldFile(config), '--webhooks', `${address}/webhooks/shopify`, '--until-stdin-ends']
  const child = spawn(process.execPath, args, {
    env: { PATH: '', SANDBOX_PORT: String(config.sandboxPort), NODE_COMPILE_CACHE: compiledFolder(config) },
    // The pipe ends with this process, however it ends, and the sandbox with the pipe.
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  const ended = once(child, 'exit')
  return {
    untilItAnswers: () => untilItAnswers(config, child),
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      const late = setTimeout(() => child.kill('SIGKILL'), stopMsMax)
      await ended
      clearTimeout(late)
    },
  }
}

/** True when sandbox mode has had this DATA_DIR before. */
export function hasSandboxWorld(config: Config): boolean {
  return existsSync(worldFile(config))
}

function worldFile({ dataDir }: Config): string {
  return join(dataDir, 'sandbox-world')
}

async function untilItAnswers(config: Config, child: ChildProcess): Promise<void> {
  const begun = performance.now()
  while (!(await answers(config))) {
    if (child.exitCode !== null) throw new Error(`the sandbox did not start: is port ${config.sandboxPort} taken?`)
    if (performance.now() - begun > startMsMax) throw new Error('the sandbox did not start in time')
    await new Promise((resolve) => setTimeout(resolve, askEveryMs))
  }
}

async function answers(config: Config): Promise<boolean> {
  try {
    return (await fetch(`${sandboxAddress(config)}/_sim/clock`)).ok
  } catch {
    // Not open yet: the caller asks again until its time is up.
    return false
  }
}

export function sandboxAddress({ sandboxPort }: Pick<Config, 'sandboxPort'>): string {
  return `http://127.0.0.1:${sandboxPort}`
}

/** Each of the two must know the address of the other before it opens its own: a port that the machine may choose is chosen here. */
export async function withPorts(config: Config): Promise<Config> {
  return { ...config, port: config.port || (await freePort()), sandboxPort: config.sandboxPort || (await freePort()) }
}

/** The configuration of the demo: the services are the simulated ones, and so is the time. */
export function inSandbox(config: Config): Config {
  const address = sandboxAddress(config)
  return {
    ...config,
    services: {
      shopify: `${address}/shopify/{shop}`,
      smartbill: `${address}/smartbill/SBORO/api`,
      oblio: `${address}/oblio/api`,
      fgo: `${address}/fgo/v1`,
    },
    clockUrl: `${address}/_sim/clock`,
  }
}
