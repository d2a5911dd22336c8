import { Kind, parse } from 'graphql'
import { z } from 'zod'

const GraphqlBody = z.object({ query: z.string() })

/** The root fields of a GraphQL request: what a fault's `match.field` is held against. Empty for anything else. */
export function requestFields(body: string): readonly string[] {
  try {
    const { query } = GraphqlBody.parse(JSON.parse(body))
    return parse(query, { noLocation: true }).definitions.flatMap((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION
        ? definition.selectionSet.selections.flatMap((selection) => (selection.kind === Kind.FIELD ? [selection.name.value] : []))
        : [],
    )
  } catch {
    // What is no GraphQL document has no fields; the face itself says what is wrong with it.
    return []
  }
}
