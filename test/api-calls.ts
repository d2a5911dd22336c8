import assert from 'node:assert/strict'
import { Order, Problems, Run } from '#api/contract.ts'
import type { Story } from './story.ts'

export const shopApi = '/shops/demo.myshopify.com'

export async function readOrder(story: Story, name: string): Promise<Order> {
  return Order.parse((await story.api('GET', `${shopApi}/orders/${encodeURIComponent(name)}`)).body)
}

export function postOrder(story: Story, name: string, what: string, body: object = {}): ReturnType<Story['api']> {
  return story.api('POST', `${shopApi}/orders/${encodeURIComponent(name)}/${what}`, body)
}

/** Does something to an order that is possible. */
export async function doToOrder(story: Story, name: string, what: string, body: object = {}): Promise<Order> {
  const answer = await postOrder(story, name, what, body)
  assert.ok(answer.status < 300, JSON.stringify(answer.body))
  return Order.parse(answer.body)
}

/** Kinds of what needs a person. */
export async function problemKinds(story: Story): Promise<readonly string[]> {
  return Problems.parse((await story.api('GET', `${shopApi}/problems`)).body).items.map(({ kind }) => kind)
}

export async function readRun(story: Story, id: string): Promise<Run> {
  return Run.parse((await story.api('GET', `${shopApi}/runs/${id}`)).body)
}
