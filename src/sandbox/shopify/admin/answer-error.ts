import { getLocation, type ASTNode, type GraphQLError, type SourceLocation } from 'graphql'

/** An entry of `errors` as Shopify writes it. */
export type AnswerError = {
  readonly message: string
  readonly locations?: readonly SourceLocation[]
  readonly path?: readonly (string | number)[]
  readonly extensions?: Readonly<Record<string, unknown>>
}

export function locationOf(node: ASTNode | undefined | null): SourceLocation[] {
  return node?.loc === undefined ? [] : [getLocation(node.loc.source, node.loc.start)]
}

export function answerError(error: GraphQLError): AnswerError {
  return {
    message: error.message,
    ...(error.locations === undefined ? {} : { locations: error.locations }),
    ...(error.path === undefined ? {} : { path: error.path }),
    ...(Object.keys(error.extensions).length === 0 ? {} : { extensions: error.extensions }),
  }
}
