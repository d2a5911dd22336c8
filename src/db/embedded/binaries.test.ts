import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, lstatSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import test from 'node:test'
import { findBinaries } from './binaries.ts'

const otherProcessor = process.arch === 'x64' ? 'linux-arm64' : 'linux-x64'

const refusals = [
  { platform: 'sunos-sparc', message: /^There is no embedded PostgreSQL installed for sunos-sparc: set DATABASE_URL to/ },
  { platform: 'win32-x64', message: /which Node does not have on Windows: set DATABASE_URL to/ },
  { platform: otherProcessor, message: /needs glibc for linux-\w+, and this system has none: set DATABASE_URL to/ },
]

for (const { platform, message } of refusals) {
  test(`${platform === otherProcessor ? 'a system without glibc' : platform} is told to use DATABASE_URL`, () => {
    assert.throws(() => findBinaries({ dataDir: tmpdir(), platform }), { name: 'EmbeddedRefusal', message })
  })
}

test('a package whose install script never ran starts all the same', () => {
  const home = mkdtempSync(join(tmpdir(), 'punte-binaries-'))
  try {
    const root = packageWithoutLinks(join(home, 'package'))

    const { postgres, environment } = findBinaries({ dataDir: home, root })
    const again = findBinaries({ dataDir: home, root })

    assert.throws(() => execFileSync(postgres, ['--version'], { stdio: 'pipe', env: {} }), /error while loading shared libraries/)
    assert.match(execFileSync(postgres, ['--version'], { encoding: 'utf8', env: environment }), /^postgres \(PostgreSQL\) \d+/)
    assert.deepEqual(again.environment, environment)
  } finally {
    rmSync(home, { recursive: true })
  }
})

function packageWithoutLinks(root: string): string {
  const { postgres } = findBinaries({ dataDir: tmpdir() })
  const whole = resolve(dirname(postgres), '../..')
  mkdirSync(join(root, 'native/bin'), { recursive: true })
  mkdirSync(join(root, 'native/lib'))
  for (const file of ['package.json', 'native/pg-symlinks.json', 'native/bin/postgres']) copyFileSync(join(whole, file), join(root, file))
  for (const name of readdirSync(join(whole, 'native/lib'))) {
    const library = join(whole, 'native/lib', name)
    if (!lstatSync(library).isSymbolicLink()) symlinkSync(library, join(root, 'native/lib', name))
  }
  return root
}
