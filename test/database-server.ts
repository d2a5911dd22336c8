import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbedded } from '#db/embedded.ts'

/** A server that forgets everything when it stops: no fsync, a temporary directory. */
export async function startTestServer(): Promise<AsyncDisposable & { readonly url: string }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'punte-test-'))
  const embedded = await startEmbedded({ dataDir, fsync: false, log: () => undefined })
  return {
    url: embedded.url,
    async [Symbol.asyncDispose]() {
      await embedded[Symbol.asyncDispose]()
      await rm(dataDir, { recursive: true })
    },
  }
}
