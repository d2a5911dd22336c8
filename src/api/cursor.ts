import { z } from 'zod'
import { Problem } from './problem.ts'

/** Items of one page of any list. */
export const pageMost = 50

/** Where the next page begins: after the last item of this one. */
export type Cursor = { readonly at: Date; readonly id: string }

const Shape = z.tuple([z.iso.datetime(), z.string().max(200)])
const text = z.string().refine((given) => !given.includes('\0'))
const NameShape = z.tuple([text.max(2_000), text.max(600)])

export function cursorText({ at, id }: Cursor): string {
  return pack([at.toISOString(), id])
}

/** Null begins at the start. Throws a Problem for what no page of ours has given. */
export function readCursor(text: string | undefined, idShape: RegExp): Cursor | null {
  if (text === undefined || text === '') return null
  const { data } = Shape.safeParse(unpack(text))
  if (data === undefined || !idShape.test(data[1])) throw badCursor()
  return { at: new Date(data[0]), id: data[1] }
}

export type NameCursor = { readonly name: string; readonly id: string }

export function nameCursorText({ name, id }: NameCursor): string {
  return pack([name, id])
}

export function readNameCursor(text: string | undefined): NameCursor | null {
  if (text === undefined || text === '') return null
  const { data } = NameShape.safeParse(unpack(text))
  if (data === undefined) throw badCursor()
  return { name: data[0], id: data[1] }
}

function pack(parts: readonly string[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url')
}

function unpack(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text.slice(0, 8_000), 'base64url').toString())
  } catch {
    // The shape check refuses it with a sentence.
    return undefined
  }
}

function badCursor(): Problem {
  return new Problem({
    status: 422,
    kind: 'bad-cursor',
    title: 'Not a page',
    says: 'refused.cursor',
    fix: 'do.beginList',
  })
}
