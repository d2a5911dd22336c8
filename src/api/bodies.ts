import { Problem } from './problem.ts'

/** Larger bodies are refused before they are read. */
const bodyBytesMax = 1024 * 1024

/** The bytes of a request, or undefined when they are more than the bound. Throws a Problem when the sender ends, or is too slow, before they are whole. */
export async function readBody(request: Request): Promise<Uint8Array | undefined> {
  try {
    return await readBytes(request)
  } catch (error) {
    const quote = error instanceof Error ? error.message : ''
    throw new Problem({ status: 400, kind: 'body-cut-off', title: 'Body cut off', says: 'refused.bodyCut', quote })
  }
}

async function readBytes(request: Request): Promise<Uint8Array | undefined> {
  const stated = request.headers.get('content-length')
  if (Number(stated ?? 0) > bodyBytesMax) return undefined
  // The server takes no more bytes than a request states, so these need no counting.
  if (stated !== null) return new Uint8Array(await request.arrayBuffer())
  if (request.body === null) return new Uint8Array()
  const reader: ReadableStreamDefaultReader<Uint8Array> = request.body.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.byteLength
    if (size > bodyBytesMax) {
      await reader.cancel()
      return undefined
    }
    chunks.push(part.value)
  }
  return Buffer.concat(chunks)
}
