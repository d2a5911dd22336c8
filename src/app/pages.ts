import { readFile, stat } from 'node:fs/promises'
import { extname, join, normalize } from 'node:path'

const folder = join(import.meta.dirname, '../../dist/web')

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
}

const policy =
  "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"

/** Serves the built dashboard: its files, and for every other address the one page that finds its way. */
export async function openPages(): Promise<(request: Request) => Promise<Response | undefined>> {
  const index = await readFile(join(folder, 'index.html')).catch(() => undefined)
  return async (request) => {
    const path = normalize(decodeURIComponent(new URL(request.url).pathname))
    const file = path.startsWith('/assets/') || /^\/[\w.-]+\.\w+$/.test(path) ? await read(path, request) : undefined
    if (file !== undefined) return file
    if (index === undefined || path.startsWith('/assets/')) return undefined
    return new Response(new Uint8Array(index), {
      headers: { 'content-type': types['.html'] ?? '', 'content-security-policy': policy, 'cache-control': 'no-cache' },
    })
  }
}

async function read(path: string, request: Request): Promise<Response | undefined> {
  const full = join(folder, path)
  const type = types[extname(full)]
  if (!full.startsWith(folder) || type === undefined) return undefined
  const cache = path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
  const headers = { 'content-type': type, 'cache-control': cache, vary: 'accept-encoding' }
  // The build leaves a compressed copy beside what is worth it.
  if (/\bgzip\b/.test(request.headers.get('accept-encoding') ?? '') && (await isFile(`${full}.gz`))) {
    return new Response(new Uint8Array(await readFile(`${full}.gz`)), { headers: { ...headers, 'content-encoding': 'gzip' } })
  }
  return (await isFile(full)) ? new Response(new Uint8Array(await readFile(full)), { headers }) : undefined
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() === true
}
