import { z } from 'zod'
import { gid, nextId } from '#sandbox/shopify/ids.ts'
import type { Subscription } from '#sandbox/shopify/state.ts'
import { textArg, type Args, type Call } from './call.ts'
import { idOf } from './find.ts'

const Input = z.object({ uri: z.string().nullish(), callbackUrl: z.string().nullish() })
const field = ['webhookSubscription', 'callbackUrl']

/** Subscribes an https address to a topic, once. */
export function webhookSubscriptionCreate(_root: undefined, args: Args, { shop, world }: Call): unknown {
  const { uri, callbackUrl } = Input.parse(args.webhookSubscription)
  const address = uri ?? callbackUrl ?? ''
  const topic = textArg(args, 'topic') ?? ''
  const problem =
    addressProblem(address) ??
    ([...shop.subscriptions.values()].some((each) => each.topic === topic && each.uri === address)
      ? 'Address for this topic has already been taken'
      : undefined)
  if (problem !== undefined) return { webhookSubscription: null, userErrors: [{ field, message: problem }] }

  const webhookSubscription: Subscription = {
    type: 'WebhookSubscription',
    id: nextId(shop, 'subscription'),
    topic,
    uri: address,
    createdAt: world.clock.now(),
    failures: 0,
  }
  shop.subscriptions.set(webhookSubscription.id, webhookSubscription)
  return { webhookSubscription, userErrors: [] }
}

function addressProblem(address: string): string | undefined {
  if (address === '') return "Address can't be blank"
  const protocol = /^([a-z]+:\/\/)/i.exec(address)?.[1]
  if (protocol === undefined || !URL.canParse(address)) return 'Address is invalid'
  return protocol.toLowerCase() === 'https://' ? undefined : `Address protocol ${protocol} is not supported`
}

export function webhookSubscriptionDelete(_root: undefined, args: Args, { shop }: Call): unknown {
  const id = idOf(textArg(args, 'id') ?? '', 'WebhookSubscription') ?? 0
  if (!shop.subscriptions.delete(id))
    return { deletedWebhookSubscriptionId: null, userErrors: [{ field: ['id'], message: 'Webhook subscription does not exist' }] }
  return { deletedWebhookSubscriptionId: gid('WebhookSubscription', id), userErrors: [] }
}
