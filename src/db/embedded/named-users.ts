import { readFileSync } from 'node:fs'
import { userInfo } from 'node:os'

export type NamedUser = { readonly name: string; readonly uid: number; readonly gid: number }

/** The owner that the kernel shows for files of somebody outside a user namespace: a confusing one to be inside. */
const overflow = 65_534

/** PostgreSQL's initdb asks the system for the name of its user, and does not run as one that has none. */
export function haveName(): boolean {
  try {
    return userInfo().username !== ''
  } catch {
    return false
  }
}

/** Somebody with a name who is not root, to be in a user namespace. */
export function anybody(users: readonly NamedUser[] = localUsers()): NamedUser | undefined {
  const ordinary = users.filter(({ uid }) => uid !== 0)
  return ordinary.find(({ uid }) => uid !== overflow) ?? ordinary[0]
}

/** Who really runs the server when root may not use a user namespace. */
export function nobody(users: readonly NamedUser[] = localUsers()): NamedUser | undefined {
  return users.find(({ uid }) => uid === overflow) ?? users.find(({ name }) => name === 'nobody') ?? anybody(users)
}

function localUsers(): readonly NamedUser[] {
  return parseUsers(readFileSync('/etc/passwd', 'utf8'))
}

export function parseUsers(passwd: string): readonly NamedUser[] {
  return passwd.split('\n').flatMap((line) => {
    const found = /^([^:#]+):[^:]*:(\d+):(\d+):/.exec(line)
    return found?.[1] === undefined ? [] : [{ name: found[1], uid: Number(found[2]), gid: Number(found[3]) }]
  })
}
