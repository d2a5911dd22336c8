import type { Process } from './process.ts'

/** Whoever asks the machine itself for time or patience gets the simulation's, until this is disposed of: they would tell a slow machine from a fast one. */
export function replaceMachineTime({ realTime, io }: Pick<Process, 'realTime' | 'io'>): Disposable {
  const now = performance.now.bind(performance)
  const timeout = AbortSignal.timeout.bind(AbortSignal)
  performance.now = () => realTime.now()
  AbortSignal.timeout = (delayMs) => io.deadline(delayMs)
  return {
    [Symbol.dispose]() {
      performance.now = now
      AbortSignal.timeout = timeout
    },
  }
}
