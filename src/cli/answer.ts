/** What a command's exit code says. */
export const exitCode = { done: 0, no: 1, usage: 2, notReachable: 3, waitsForPerson: 4 } as const
export type ExitCode = (typeof exitCode)[keyof typeof exitCode]

/** A command ends here with one sentence on stderr. */
export class CommandEnd extends Error {
  override readonly name = 'CommandEnd'
  readonly code: ExitCode

  constructor(code: ExitCode, sentence: string) {
    super(sentence)
    this.code = code
  }
}

/** What a command found: the lines for a reader, the object for a program. */
export type Answer = { readonly code: ExitCode; readonly lines: readonly string[]; readonly json: unknown }

export function print({ lines, json }: Answer, asJson: boolean): void {
  if (asJson) console.log(JSON.stringify(json))
  else for (const line of lines) console.log(line)
}
