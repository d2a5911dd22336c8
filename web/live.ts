import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { LiveEvent, type Run } from '#api/contract.ts'
import { at, overviewQuery, runQuery, sessionQuery } from './queries.ts'

const types = ['run', 'order', 'problems', 'stock', 'settings', 'pause'] as const
/** A busy shop sends many events a second; what they make stale is read again at most this often. */
const refreshMs = 1_000

export type Connection = 'open' | 'lost'

/** Keeps what is on the screen true: every event of the shop makes the matching figures stale. */
export function useLive(shop: string): Connection {
  const queries = useQueryClient()
  const [connection, setConnection] = useState<Connection>('open')

  useEffect(() => {
    const stale = new Set<string>()
    const timer = setInterval(() => {
      for (const part of stale) void queries.invalidateQueries({ queryKey: ['shop', shop, part] })
      stale.clear()
    }, refreshMs)
    const source = new EventSource(`/api/v1${at(shop)}/events`)
    for (const type of types) {
      source.addEventListener(type, ({ data }: MessageEvent<string>) => {
        const event = LiveEvent.safeParse(parsed(data))
        if (!event.success) return
        for (const part of makesStale(event.data)) stale.add(part)
        if (hasBegun(queries, shop, event.data)) stale.add('runs')
        showProgress(queries, shop, event.data)
      })
    }
    source.addEventListener('open', () => setConnection('open'))
    source.addEventListener('error', () => {
      setConnection('lost')
      if (source.readyState === EventSource.CLOSED) void queries.invalidateQueries({ queryKey: sessionQuery.queryKey })
    })
    return () => {
      clearInterval(timer)
      source.close()
    }
  }, [queries, shop])

  return connection
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function makesStale(event: LiveEvent): readonly string[] {
  switch (event.type) {
    case 'run':
      return event.run?.state === 'writing' ? [] : ['overview', 'runs', 'products']
    case 'order':
      return ['overview', 'orders']
    case 'stock':
      return ['overview', 'products']
    case 'settings':
      return ['overview', 'settings', 'service', 'readiness']
    case 'problems':
      return ['overview', 'problems']
    case 'pause':
      return ['overview']
  }
}

/** A run that is seen for the first time since it writes has a plan now. */
function hasBegun(queries: QueryClient, shop: string, { run }: LiveEvent): boolean {
  if (run?.state !== 'writing') return false
  const seen = queries.getQueryData(runQuery(shop, run.id).queryKey)
  return seen !== undefined && seen.changes.length === 0
}

function showProgress(queries: QueryClient, shop: string, { run }: LiveEvent): void {
  if (run === undefined) return
  const running = run.state === 'writing' || run.state === 'planned'
  queries.setQueryData(overviewQuery(shop).queryKey, (seen) => (seen === undefined ? seen : { ...seen, running: running ? run : null }))
  queries.setQueryData(runQuery(shop, run.id).queryKey, (seen: Run | undefined) => (seen === undefined ? seen : { ...seen, ...run }))
}
