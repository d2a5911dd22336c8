import { openDb } from '#db/client.ts'
import { startEmbedded } from '#db/embedded.ts'

const writers = 4

/** Owns a data directory and writes numbers until somebody kills it or its server. It says a number once the database has acknowledged it. */
async function main(dataDir: string, first: number): Promise<void> {
  const embedded = await startEmbedded({ dataDir, fsync: true, log: () => undefined })
  embedded.lost.addEventListener('abort', () => process.exit(1))
  const db = openDb(embedded.url)
  let next = first
  process.stdout.write(`server ${embedded.pid}\n`)

  async function write(): Promise<void> {
    for (;;) {
      const number = next
      next += 1
      await db
        .insertInto('facts')
        .values({ name: `written ${number}`, value: '1' })
        .execute()
      process.stdout.write(`${number}\n`)
    }
  }
  await Promise.all(Array.from({ length: writers }, write))
}

await main(process.argv[2] ?? '', Number(process.argv[3]))
