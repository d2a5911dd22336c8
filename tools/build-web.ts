import { createHash } from 'node:crypto'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Rolldown } from 'vite'

const root = join(import.meta.dirname, '..')
const out = join(root, 'dist/web')
const stamp = join(out, '.inputs')
const folders = ['web', 'src/api', 'src/core']

/** Builds the dashboard when what it is made of has changed since the last build, and says what each page weighs. */
const inputs = digest()
if (inputs !== lastInputs()) {
  const { build } = await import('vite')
  const built = await build({ configFile: join(root, 'web/vite.config.ts'), logLevel: 'warn' })
  const files = [built].flat().flatMap((each) => ('output' in each ? each.output : []))
  const weights = new Map(files.map((file) => [file.fileName, compress(file.fileName)]))
  for (const line of weighed(files, weights)) process.stdout.write(`${line}\n`)
  writeFileSync(stamp, inputs)
}

function digest(): string {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')))
  for (const folder of folders) {
    const files = readdirSync(join(root, folder), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    for (const path of files.map((entry) => join(entry.parentPath, entry.name)).toSorted())
      hash.update(path.slice(root.length)).update(readFileSync(path))
  }
  return hash.digest('hex')
}

function lastInputs(): string {
  try {
    return readFileSync(stamp, 'utf8')
  } catch {
    // Never built, or built by hand: built now.
    return ''
  }
}

/** Leaves a compressed copy beside the file, for the server to send. Gives its bytes. */
function compress(fileName: string): number {
  const bytes = gzipSync(readFileSync(join(out, fileName)), { level: 9 })
  if (/\.(js|css)$/.test(fileName)) writeFileSync(join(out, `${fileName}.gz`), bytes)
  return bytes.byteLength
}

/** What the first visit to each page fetches: the frame, one language and the page's own code. */
function weighed(files: readonly (Rolldown.OutputChunk | Rolldown.OutputAsset)[], weights: ReadonlyMap<string, number>): string[] {
  const chunks = new Map(files.flatMap((file) => (file.type === 'chunk' ? [[file.fileName, file] as const] : [])))
  const frame = [...chunks.values()].filter(({ isEntry, facadeModuleId }) => isEntry || basename(facadeModuleId ?? '') === 'ro.json')
  const pages = [...chunks.values()].filter(({ facadeModuleId }) => facadeModuleId?.includes('/web/pages/') === true)
  return pages.map((page) => {
    const needed = needs(chunks, [page, ...frame])
    const bytes = needed.reduce((sum, name) => sum + (weights.get(name) ?? 0), 0)
    return `${basename(page.facadeModuleId ?? '', '.tsx').padEnd(12)} ${(bytes / 1000).toFixed(0)} kB of scripts (gzip), ${needed.length} files`
  })
}

function needs(chunks: ReadonlyMap<string, Rolldown.OutputChunk>, from: readonly Rolldown.OutputChunk[]): readonly string[] {
  const seen = new Set(from.map(({ fileName }) => fileName))
  for (const name of seen) for (const imported of chunks.get(name)?.imports ?? []) seen.add(imported)
  return [...seen]
}
