import { createHash } from 'node:crypto'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'

const root = join(import.meta.dirname, '..')
const stamp = join(root, 'dist/web/.inputs')
const folders = ['web', 'src/api', 'src/core']

/** Builds the dashboard when what it is made of has changed since the last build. */
const inputs = digest()
if (inputs !== lastInputs()) {
  await build({ configFile: join(root, 'web/vite.config.ts'), logLevel: 'warn' })
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
