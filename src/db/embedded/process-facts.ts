import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

export type ProcessFacts = {
  /** Tells two processes apart that were given the same id at different times. */
  readonly startedAt: string
  readonly command: string
}

/** What the system knows of a process; undefined when there is none, or only its remains. */
export function processFacts(pid: number): ProcessFacts | undefined {
  return process.platform === 'linux' ? factsFromProc(pid) : factsFromPs(pid)
}

function factsFromProc(pid: number): ProcessFacts | undefined {
  let stat: string
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return undefined
  }
  const nameEnds = stat.lastIndexOf(')')
  const fields = stat.slice(nameEnds + 2).split(' ')
  const [state, ticksSinceBoot] = [fields[0], fields[19]]
  if (state === 'Z' || state === 'X' || ticksSinceBoot === undefined) return undefined

  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  return { startedAt: `${boot}/${ticksSinceBoot}`, command: stat.slice(stat.indexOf('(') + 1, nameEnds) }
}

const psStartWidth = 24

function factsFromPs(pid: number): ProcessFacts | undefined {
  let line: string
  try {
    line = execFileSync('ps', ['-o', 'lstart=,comm=', '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  } catch {
    return undefined
  }
  const command = line.slice(psStartWidth).trim()
  return { startedAt: line.slice(0, psStartWidth).trim(), command: command.slice(command.lastIndexOf('/') + 1) }
}
