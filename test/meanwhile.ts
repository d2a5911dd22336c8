/** What happens in the world while the product waits for an answer: once, at the first call whose address or body holds the text. */
export type Meanwhile = {
  /** Before the call reaches the service, or once the service has answered and nobody has heard it yet. */
  readonly at: 'call' | 'answer'
  readonly of: string
  readonly happens: () => Promise<unknown>
}

type Fetch = (request: Request) => Promise<Response>

export type Network = {
  readonly fetch: Fetch
  readonly meanwhile: (what: Meanwhile) => void
  /** Throws what went wrong in what was to happen: to the product it was a dead connection. */
  readonly check: () => void
}

/** The network of one product, on which things happen while its calls are under way. */
export function network(fetch: Fetch): Network {
  let planned: readonly Meanwhile[] = []
  const failures: unknown[] = []
  return {
    async fetch(request) {
      const text = planned.length === 0 ? '' : `${request.method} ${request.url} ${await request.clone().text()}`
      await happen('call', text)
      const answer = await fetch(request)
      await happen('answer', text)
      return answer
    },
    meanwhile(what) {
      planned = [...planned, what]
    },
    check() {
      if (failures.length > 0) throw failures[0]
    },
  }

  async function happen(at: Meanwhile['at'], text: string): Promise<void> {
    const due = planned.filter((each) => each.at === at && text.includes(each.of))
    planned = planned.filter((each) => !due.includes(each))
    try {
      for (const { happens } of due) await happens()
    } catch (error) {
      failures.push(error)
      throw error
    }
  }
}
