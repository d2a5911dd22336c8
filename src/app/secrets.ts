import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Config } from './config.ts'

export type Secrets = { readonly keyRing: KeyRing; readonly adminToken: string }

/** The secrets that credentials are sealed with. */
export type KeyRing = {
  /** Those in force now: the first seals, every one opens. */
  readonly keys: () => readonly string[]
  /** Where Punte keeps its own, which it may change; null where they come from the environment. */
  readonly file: string | null
}

/** The keys and the operator's token: from the environment, or made once and kept in DATA_DIR, readable by their owner alone. */
export function readSecrets(config: Config): Secrets {
  return {
    keyRing: openKeyRing(config),
    adminToken: config.adminToken ?? linesOf(made(join(config.dataDir, 'admin-token')))[0] ?? '',
  }
}

function openKeyRing({ secretKey, otherSecretKey, dataDir }: Config): KeyRing {
  const others = otherSecretKey === null ? [] : [otherSecretKey]
  if (secretKey !== null) return { keys: () => [secretKey, ...others], file: null }
  const file = made(keyFile(dataDir))
  let seen: { readonly version: string; readonly keys: readonly string[] } | undefined
  return {
    // A command of another process may have changed the key a moment ago, and what is sealed from then on must be sealed with the new one.
    keys() {
      const version = versionOf(file)
      if (seen?.version !== version) seen = { version, keys: [...linesOf(file), ...others] }
      return seen.keys
    },
    file,
  }
}

export function keyFile(dataDir: string): string {
  return join(dataDir, 'secret-key')
}

export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** The keys of a file, the one in use first. */
export function linesOf(file: string): readonly string[] {
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.map((line) => line.trim()).filter((line) => line !== '')
}

/** Puts other keys into the file: whoever reads it, and whatever dies meanwhile, finds the old ones or the new ones. */
export function replaceKeys(file: string, keys: readonly string[]): void {
  const next = `${file}.${process.pid}`
  writeDurably(next, keys)
  renameSync(next, file)
  flush(dirname(file))
}

/** A link is made whole or not at all: nobody finds a file without its secret. */
function made(file: string): string {
  if (statSync(file, { throwIfNoEntry: false }) !== undefined) return file
  const next = `${file}.${process.pid}`
  writeDurably(next, [newSecret()])
  try {
    linkSync(next, file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    rmSync(next)
  }
  flush(dirname(file))
  return file
}

function writeDurably(file: string, lines: readonly string[]): void {
  rmSync(file, { force: true })
  const handle = openSync(file, 'wx', 0o600)
  try {
    writeSync(handle, lines.join('\n'))
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

function flush(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

function versionOf(file: string): string {
  const { ino, mtimeMs, size } = statSync(file)
  return `${ino}/${mtimeMs}/${size}`
}
