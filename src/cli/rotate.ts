import { stat } from 'node:fs/promises'
import type { Config } from '#app/config.ts'
import { forgetOldKeys, rotateKey, RotationRefusal } from '#app/rotate-key.ts'
import { keyFile, readSecrets } from '#app/secrets.ts'
import { openDb } from '#db/client.ts'
import { migrate } from '#db/migrate.ts'
import { CommandEnd, exitCode, type Answer } from './answer.ts'
import { withDatabase } from './database.ts'

/** Seals every credential with another key: a new one in DATA_DIR, or the one that the environment gives now. Punte may be running. */
export async function rotate(config: Config): Promise<Answer> {
  await refuseWithoutKeys(config)
  const { keyRing } = readSecrets(config)
  try {
    return await withDatabase(config, async (url, alone) => {
      if (alone) await migrate(url, { now: new Date() })
      await using db = openDb(url, { connectionsMax: 1 })
      const sealed = await rotateKey(db, keyRing)
      if (alone) await forgetOldKeys(db, keyRing)
      const told = keyRing.file === null ? tellEnvironment : tellFile(keyRing.file, alone)
      return {
        code: exitCode.done,
        lines: [`${sealed} values sealed with the new key`, ...told],
        json: { sealed, oldKeyNeeded: !alone || keyRing.file === null },
      }
    })
  } catch (error) {
    if (error instanceof RotationRefusal) throw new CommandEnd(exitCode.no, error.message)
    throw error
  }
}

async function refuseWithoutKeys({ secretKey, otherSecretKey, dataDir }: Config): Promise<void> {
  if (secretKey !== null && otherSecretKey === null) {
    const sentence =
      'environment: PUNTE_OTHER_SECRET_KEY: the key comes from PUNTE_SECRET_KEY, so a new one is set there, and the old one here, before this command.'
    throw new CommandEnd(exitCode.usage, sentence)
  }
  if (secretKey === null && (await stat(keyFile(dataDir)).catch(() => undefined)) === undefined)
    throw new CommandEnd(
      exitCode.no,
      `${keyFile(dataDir)}: there is no key yet, so nothing is sealed with one. Is this the right DATA_DIR?`,
    )
}

const tellEnvironment = [
  'Start every instance of Punte with this PUNTE_SECRET_KEY, run this again until it says 0, then take PUNTE_OTHER_SECRET_KEY away.',
  'A back-up of before opens only with the old key.',
]

function tellFile(file: string, alone: boolean): readonly string[] {
  return [
    alone ? `${file} holds the new key alone.` : `${file} holds the new key, and the old one until Punte has been started again.`,
    'A back-up of before opens only with the old key.',
  ]
}
