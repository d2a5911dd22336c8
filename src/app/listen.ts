import { randomUUID } from 'node:crypto'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { Server as PlainServer, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { serve } from '@hono/node-server'
import { problemText, type ProblemFacts } from '#api/problem.ts'
import { httpAddress } from './address.ts'

const closeMsMax = 1_500

export type Listening = AsyncDisposable & { readonly url: string }

type Where = { readonly host: string; readonly port: number }

/** What a client may take its time for. */
export type Limits = {
  /** Until the head of a request is whole. */
  readonly headersMs: number
  /** Until all of it is, its body too. */
  readonly requestMs: number
  readonly lookEveryMs: number
}

type Answering = (request: Request) => Response | Promise<Response>

const patience: Limits = { headersMs: 10_000, requestMs: 30_000, lookEveryMs: 1_000 }

/** Answers HTTP at an address; port 0 is one that nobody has. */
export function listen(fetch: Answering, { host, port }: Where, limits: Limits = patience): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const serverOptions = {
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      connectionsCheckingInterval: limits.lookEveryMs,
    }
    const server = serve({ fetch, hostname: host, port, serverOptions }, (bound) => {
      resolve({ url: httpAddress({ host, port: bound.port }), [Symbol.asyncDispose]: close })
    })
    server.once('error', reject)
    if (server instanceof PlainServer) answerUnreadable(server, limits)

    function close(): Promise<void> {
      return new Promise((done) => {
        const late = setTimeout(done, closeMsMax)
        server.close(() => {
          clearTimeout(late)
          done()
        })
        if ('closeAllConnections' in server) server.closeAllConnections()
      })
    }
  })
}

/** What came too slowly, or is no HTTP, reaches no route: it is answered here, in the form of every other problem. */
function answerUnreadable(server: Server, limits: Limits): void {
  const answers = new WeakMap<Duplex, ServerResponse>()
  server.on('request', ({ socket }: IncomingMessage, answer: ServerResponse) => void answers.set(socket, answer))
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    const answer = answers.get(socket)
    const begun = answer !== undefined && answer.headersSent && !answer.writableFinished
    if (!socket.writable || begun) socket.destroy()
    else socket.end(asText(problemOf(error.code, limits)))
  })
}

function problemOf(code: string | undefined, { headersMs, requestMs }: Limits): ProblemFacts {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    const data = { head: headersMs / 1_000, whole: requestMs / 1_000 }
    return { status: 408, kind: 'too-slow', title: 'Too slow', says: 'refused.tooSlow', data, fix: 'do.betterConnection' }
  }
  if (code === 'HPE_HEADER_OVERFLOW') return { status: 431, kind: 'head-too-large', title: 'Head too large', says: 'refused.headTooLarge' }
  return { status: 400, kind: 'not-http', title: 'Not HTTP', says: 'refused.notHttp' }
}

function asText(facts: ProblemFacts): string {
  const body = problemText(facts, randomUUID())
  const head = [
    `HTTP/1.1 ${facts.status} ${STATUS_CODES[facts.status]}`,
    'connection: close',
    'content-type: application/problem+json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
  ]
  return `${head.join('\r\n')}\r\n\r\n${body}`
}
