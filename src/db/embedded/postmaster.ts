import { readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { processFacts } from './process-facts.ts'

export type Postmaster = { readonly pid: number; readonly socketDir: string; readonly status: 'starting' | 'ready' | 'stopping' }

/** The running server of a cluster as its own pid file tells; undefined when no such process lives. */
export function runningPostmaster(cluster: string): Postmaster | undefined {
  const lines = pidFile(cluster)
  const pid = Number(lines?.[0])
  if (lines === undefined || !Number.isInteger(pid)) return undefined
  if (!serves(pid, cluster)) return undefined

  const status = lines[7]?.trim()
  return { pid, socketDir: lines[4]?.trim() ?? '', status: status === 'ready' || status === 'stopping' ? status : 'starting' }
}

/**
 * The id in a pid file that was left behind, when by now it belongs to something else.
 * The server would take that stranger for a rival and refuse to start.
 */
export function mistakenPid(cluster: string): number | undefined {
  const pid = Number(pidFile(cluster)?.[0])
  if (!Number.isInteger(pid) || processFacts(pid) === undefined) return undefined
  return serves(pid, cluster) ? undefined : pid
}

/** A server works in the folder of its cluster, which tells it from one of another cluster that got the same id. */
function serves(pid: number, cluster: string): boolean {
  if (processFacts(pid)?.command !== 'postgres') return false
  if (process.platform !== 'linux') return true
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster)
  } catch {
    return false
  }
}

export function pidFilePath(cluster: string): string {
  return join(cluster, 'postmaster.pid')
}

function pidFile(cluster: string): readonly string[] | undefined {
  try {
    return readFileSync(pidFilePath(cluster), 'utf8').split('\n')
  } catch {
    return undefined
  }
}
