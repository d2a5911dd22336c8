import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'

const readyMsMax = 60_000
const stopMsMax = 15_000
const pollMs = 25
const keptLines = 60

export type Program = AsyncDisposable & {
  /** As a power cut ends it: no signal handler runs. */
  kill(): Promise<void>
}

export type ProgramOptions = {
  readonly script: string
  readonly environment: Readonly<Record<string, string>>
  /** Answers 200 once the program can be used. */
  readonly readyUrl: string
}

/** Runs one of our programs as a process of its own and waits until it can be used. */
export async function startProgram({ script, environment, readyUrl }: ProgramOptions): Promise<Program> {
  const child = spawn(process.execPath, [script], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...environment },
  })
  const lines = lastLines(child)
  await untilReady(child, readyUrl, lines)
  return {
    kill: () => end(child, 'SIGKILL'),
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) await end(child, 'SIGTERM')
    },
  }
}

async function untilReady(child: ChildProcess, url: string, lines: readonly string[]): Promise<void> {
  for (const deadline = performance.now() + readyMsMax; performance.now() < deadline; await sleep(pollMs)) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}: ${lines.join('\n')}`)
    const answer = await fetch(url).catch(() => undefined)
    await answer?.body?.cancel()
    if (answer?.ok === true) return
  }
  child.kill('SIGKILL')
  throw new Error(`it was not ready after ${readyMsMax} ms: ${lines.join('\n')}`)
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const ended = once(child, 'exit', { signal: AbortSignal.timeout(stopMsMax) })
  child.kill(signal)
  await ended
}

function lastLines(child: ChildProcess): readonly string[] {
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      lines.push(...text.split('\n').filter((line) => line !== ''))
      lines.splice(0, lines.length - keptLines)
    })
  }
  return lines
}
