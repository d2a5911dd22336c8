import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { packWorld, unpackWorld } from './kept-world.ts'
import type { World } from './world.ts'

const keepEveryMs = 5_000

export type StateFile = {
  readonly path: string
  /** The app's address for webhooks from now on; undefined leaves what was kept. */
  readonly webhooks: string | undefined
  readonly say: (line: string) => void
}

/** Fills the world from the file. False when there is none, or none that can be read: that one is put aside, and a line says so. */
export function readState(world: World, { path, webhooks, say }: StateFile): boolean {
  if (!existsSync(path)) return false
  const realNowMs = Date.now()
  if (unpackWorld(world, readFileSync(path), { realNowMs, webhooks })) return true
  const aside = `${path}.unread-${new Date(realNowMs).toISOString().replaceAll(':', '-')}`
  renameSync(path, aside)
  say(`${path} is damaged or of another version: it is kept as ${aside} and the world begins anew`)
  return false
}

/** Keeps the world in the file now, every few seconds when something changed, and when the answer is called. */
export function keepState(world: World, { path }: Pick<StateFile, 'path'>): () => void {
  let last: Buffer = Buffer.alloc(0)
  save()
  const timer = setInterval(save, keepEveryMs)
  return () => {
    clearInterval(timer)
    save()
  }

  function save(): void {
    const bytes = packWorld(world, Date.now())
    if (bytes.equals(last)) return
    // A reader meets the old file or the new one, never half of one.
    writeFileSync(`${path}.tmp`, bytes, { mode: 0o600, flush: true })
    renameSync(`${path}.tmp`, path)
    last = bytes
  }
}
