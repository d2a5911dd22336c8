import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import test, { after } from 'node:test'
import { openDb } from '#db/client.ts'
import { startEmbedded } from '#db/embedded.ts'
import { migrate } from '#db/migrate.ts'

const rounds = 3
const acknowledgedBeforeKill = 200

// Taken away at the end only: a file system that has just lost a thousand files is slow to make the next thousand.
const root = mkdtempSync(join(tmpdir(), 'punte-crash-'))
after(() => rmSync(root, { recursive: true, force: true }))

type Victim = { readonly name: string; readonly kill: (owner: ChildProcess, server: number) => void }

const victims: readonly Victim[] = [
  { name: 'the program', kill: (owner) => owner.kill('SIGKILL') },
  { name: 'the server', kill: (_owner, server) => process.kill(server, 'SIGKILL') },
  {
    name: 'both at once',
    kill: (owner, server) => {
      process.kill(server, 'SIGKILL')
      owner.kill('SIGKILL')
    },
  },
]

for (const { name, kill } of victims) {
  test(`every acknowledged row is there after a kill -9 of ${name}, again and again`, async () => {
    const dataDir = join(root, name)
    const acknowledged: number[] = []
    await migrated(dataDir)
    for (let round = 0; round < rounds; round += 1) acknowledged.push(...(await tortured(dataDir, round * 1_000_000, kill)))

    const kept = await keptIn(dataDir)

    assert.ok(acknowledged.length >= rounds * acknowledgedBeforeKill)
    assert.deepEqual(
      acknowledged.filter((number) => !kept.has(`written ${number}`)),
      [],
    )
  })
}

async function migrated(dataDir: string): Promise<void> {
  await using embedded = await startEmbedded({ dataDir, fsync: true, log: () => undefined })
  await migrate(embedded.url, { now: new Date('2026-11-24T08:00:00Z') })
}

/** Writes until enough is acknowledged, kills in the middle of it, and gives what was acknowledged. */
async function tortured(dataDir: string, first: number, kill: Victim['kill']): Promise<readonly number[]> {
  const owner = spawn(process.execPath, [join(import.meta.dirname, 'writer.ts'), dataDir, String(first)], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const acknowledged: number[] = []
  let server = 0
  const ended = once(owner, 'close')
  for await (const line of createInterface({ input: owner.stdout })) {
    if (line.startsWith('server ')) server = Number(line.slice('server '.length))
    else acknowledged.push(Number(line))
    if (acknowledged.length === acknowledgedBeforeKill) kill(owner, server)
  }
  await ended
  return acknowledged
}

async function keptIn(dataDir: string): Promise<ReadonlySet<string>> {
  await using embedded = await startEmbedded({ dataDir, fsync: true, log: () => undefined })
  await using db = openDb(embedded.url)
  const rows = await db.selectFrom('facts').select('name').execute()
  return new Set(rows.map(({ name }) => name))
}
