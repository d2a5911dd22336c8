import { spawnSync } from 'node:child_process'
import { chownSync, lstatSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { anybody, haveName, nobody } from './named-users.ts'
import { EmbeddedRefusal } from './refusal.ts'

/** PostgreSQL refuses to be root, so root either wears another id in a user namespace or really becomes somebody else. */
export type Account =
  | { readonly kind: 'own' }
  | { readonly kind: 'namespace'; readonly as: number }
  | { readonly kind: 'other'; readonly uid: number; readonly gid: number }

export type Spawnable = { readonly file: string; readonly args: readonly string[]; readonly uid?: number; readonly gid?: number }

/** Under whom the server of this directory can run. A directory that somebody else owns already is run as theirs. */
export function chooseAccount(cluster: string, namespaces: boolean = true): Account {
  if (process.getuid?.() !== 0) return haveName() ? { kind: 'own' } : (namespaceAccount() ?? refuseNameless())
  const owner = statSync(cluster, { throwIfNoEntry: false })
  if (owner !== undefined && owner.uid !== 0) return { kind: 'other', uid: owner.uid, gid: owner.gid }

  const other = nobody()
  return (
    (namespaces ? namespaceAccount() : undefined) ??
    (other === undefined ? refuseNameless() : { kind: 'other', uid: other.uid, gid: other.gid })
  )
}

function namespaceAccount(): Account | undefined {
  const user = process.platform === 'linux' ? anybody() : undefined
  if (user === undefined) return undefined
  const works = spawnSync('unshare', [...intoNamespace(user.uid), 'true'], { stdio: 'ignore' }).status === 0
  return works ? { kind: 'namespace', as: user.uid } : undefined
}

function intoNamespace(uid: number): readonly string[] {
  return ['-U', `--map-user=${uid}`, `--map-group=${uid}`]
}

function refuseNameless(): never {
  throw new EmbeddedRefusal(
    `PostgreSQL needs a user who is not root and has a name, and there is none here: give user ${process.getuid?.()} a name in /etc/passwd, or set DATABASE_URL.`,
  )
}

export function asAccount(account: Account, file: string, args: readonly string[]): Spawnable {
  switch (account.kind) {
    case 'own':
      return { file, args }
    case 'namespace':
      return { file: 'unshare', args: [...intoNamespace(account.as), file, ...args] }
    case 'other':
      return { file, args, uid: account.uid, gid: account.gid }
  }
}

/** The kernel stops the server when the thread that started it dies, even by kill -9; where that cannot be asked for it is adopted later. */
export function dyingWithUs(file: string, args: readonly string[]): { readonly file: string; readonly args: readonly string[] } {
  if (!deathSignalWorks()) return { file, args }
  return { file: 'setpriv', args: ['--pdeathsig', 'SIGINT', file, ...args] }
}

function deathSignalWorks(): boolean {
  return process.platform === 'linux' && spawnSync('setpriv', ['--pdeathsig', 'SIGINT', 'true'], { stdio: 'ignore' }).status === 0
}

/** Gives a folder with all it holds to the account. */
export function giveTo(account: Account, folder: string): void {
  if (account.kind !== 'other') return
  chownSync(folder, account.uid, account.gid)
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name)
    if (lstatSync(path).uid !== account.uid) chownSync(path, account.uid, account.gid)
  }
}

/** Somebody else cannot pass a folder that is closed to all but root; said here, since the server's own complaint would not name it. */
export function checkReach(account: Account, paths: readonly string[]): void {
  if (account.kind !== 'other') return
  for (const path of paths) {
    const closed = closedFolder(account, dirname(path))
    if (closed === undefined) continue
    throw new EmbeddedRefusal(
      `PostgreSQL refuses to run as root and user ${account.uid} cannot enter ${closed}: run Punte as another user, or set DATABASE_URL.`,
    )
  }
}

function closedFolder(account: { readonly uid: number; readonly gid: number }, folder: string): string | undefined {
  for (let path = folder; ; path = dirname(path)) {
    const { uid, gid, mode } = statSync(path)
    const enter = enterBit({ ownUser: uid === account.uid, ownGroup: gid === account.gid })
    if ((mode & enter) === 0) return path
    if (path === dirname(path)) return undefined
  }
}

function enterBit({ ownUser, ownGroup }: { readonly ownUser: boolean; readonly ownGroup: boolean }): number {
  if (ownUser) return 0o100
  return ownGroup ? 0o010 : 0o001
}
