import { openLocks } from '#db/locks.ts'

/** Takes a lock, says so, and works on for ever: somebody kills it. */
async function main(url: string, name: string): Promise<void> {
  const lock = await openLocks(url).tryLock(name)
  process.stdout.write(lock === undefined ? 'taken\n' : 'held\n')
}

await main(process.argv[2] ?? '', process.argv[3] ?? '')
