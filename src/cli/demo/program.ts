import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { environmentValue } from '#app/config.ts'

/** What a program says is kept up to here, the newest last. */
const logCharactersMax = 200_000
const startMsMax = 60_000
const stopMsMax = 8_000

const source = join(import.meta.dirname, '../..')

export type Program = AsyncDisposable & {
  /** What matched the line that it was waited for. */
  readonly ready: RegExpExecArray
  readonly log: () => string
  /** Asks it to end, insists when it does not, and gives its exit code; null when a signal ended it. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | null>
}

export type Starting = {
  /** The program's file, from src. */
  readonly file: string
  readonly args?: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** What its output says once it is ready. */
  readonly until: RegExp
}

/** Starts a program of ours in a process of its own and waits until it says that it is ready. Throws with what it said when it ends before. */
export async function startProgram({ file, args = [], env, until }: Starting): Promise<Program> {
  const child = spawn(process.execPath, [join(source, file), ...args], {
    env: { PATH: environmentValue('PATH') ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  const ended = once(child, 'exit').then(() => child.exitCode)
  const { promise: ready, resolve, reject } = Promise.withResolvers<RegExpExecArray>()
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-logCharactersMax)
      const found = until.exec(said)
      if (found !== null) resolve(found)
    })
  }
  child.once('error', reject)
  const late = setTimeout(() => reject(new Error(`${file} was not ready in time: ${said}`)), startMsMax)
  void ended.then((code) => reject(new Error(`${file} ended with ${code} before it was ready: ${said}`)))
  try {
    return { ready: await ready, log: () => said, stop, [Symbol.asyncDispose]: async () => void (await stop()) }
  } catch (error) {
    await stop('SIGKILL')
    throw error
  } finally {
    clearTimeout(late)
  }

  async function stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    const insist = setTimeout(() => child.kill('SIGKILL'), stopMsMax)
    const code = await ended
    clearTimeout(insist)
    return code
  }
}
