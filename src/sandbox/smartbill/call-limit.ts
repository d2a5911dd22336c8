/** SmartBill's first API: 30 calls in 10 s for each token, then ten minutes without an answer. */
const callsMax = 30
const windowMs = 10_000
const blockMs = 600_000

/** What one token has used up. Times are milliseconds since 1970. */
export type CallWindow = { from: number; calls: number; blockedUntil: number }

export type Allowance = { readonly blocked: boolean; readonly headers: Readonly<Record<string, string>>; readonly blockEndsInMs: number }

/** Counts one call of a token. */
export function countCall(windows: Map<string, CallWindow>, token: string, nowMs: number, blockProlonged: boolean): Allowance {
  const known = windows.get(token) ?? { from: nowMs, calls: 0, blockedUntil: 0 }
  const window = nowMs >= known.from + windowMs ? { ...known, from: nowMs, calls: 0 } : known
  window.calls += 1
  const wasBlocked = nowMs < window.blockedUntil
  if (wasBlocked ? blockProlonged : window.calls > callsMax) window.blockedUntil = nowMs + blockMs
  windows.set(token, window)

  const blocked = nowMs < window.blockedUntil
  const headers = {
    'X-RateLimit-Limit': String(callsMax),
    'X-RateLimit-Remaining': String(blocked ? 0 : Math.max(callsMax - window.calls, 0)),
    'X-RateLimit-Reset': String(Math.ceil((blocked ? window.blockedUntil : window.from + windowMs) / 1000)),
  }
  return { blocked, headers, blockEndsInMs: Math.max(window.blockedUntil - nowMs, 0) }
}

/** The token is blocked from now on, as after too many calls. */
export function blockToken(windows: Map<string, CallWindow>, token: string, nowMs: number): void {
  const window = windows.get(token) ?? { from: nowMs, calls: 0, blockedUntil: 0 }
  windows.set(token, { ...window, blockedUntil: nowMs + blockMs })
}
