import { readdirSync, readFileSync } from 'node:fs'

const ticksPerSecond = 100

/** A process and everything that came of it. */
export function familyOf(processId: number): readonly number[] {
  const children = childrenByParent()
  const family = [processId]
  for (const member of family) family.push(...(children.get(member) ?? []))
  return family
}

/** Proportional set size in MB: shared pages are divided among those who share them. */
export function memoryMb(processIds: readonly number[]): number {
  const kilobytes = processIds.map((id) => Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8'))?.[1]))
  return kilobytes.reduce((sum, each) => sum + each, 0) / 1024
}

/** Processor seconds that the processes have used since they began. */
export function processorSeconds(processIds: readonly number[]): number {
  const ticks = processIds.map((id) => {
    const fields = fieldsOf(id)
    return Number(fields[11]) + Number(fields[12])
  })
  return ticks.reduce((sum, each) => sum + each, 0) / ticksPerSecond
}

function childrenByParent(): ReadonlyMap<number, readonly number[]> {
  const children = new Map<number, number[]>()
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const parent = parentOf(Number(name))
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(name)])
  }
  return children
}

function parentOf(processId: number): number | undefined {
  try {
    return Number(fieldsOf(processId)[1])
  } catch {
    // It ended between the listing and the look.
    return undefined
  }
}

/** The fields of /proc/ID/stat after the command, which may hold spaces: state, parent, ... */
function fieldsOf(processId: number): readonly string[] {
  const stat = readFileSync(`/proc/${processId}/stat`, 'utf8')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}
