import type { GraphQLError } from 'graphql'
import type { ScopeNeed } from '#sandbox/shopify/admin-schema.ts'
import { refusal, type Call } from './call.ts'
import type { Need } from './document.ts'

const accessDocumentation = 'https://shopify.dev/api/usage/access-scopes'

/** The token's scopes without `lost`; a write scope holds its read scope. */
export function grantedScopes(scopes: ReadonlySet<string>, lost: string | undefined): ReadonlySet<string> {
  const granted = new Set(scopes)
  for (const scope of scopes) if (scope.startsWith('write_')) granted.add(scope.replace('write_', 'read_'))
  if (lost !== undefined) granted.delete(lost)
  return granted
}

/** What of the document the token may not read. */
export function deniedKeys(needs: readonly Need[], granted: ReadonlySet<string>): ReadonlySet<string> {
  return new Set(needs.filter(({ scope }) => !allowed(scope, granted)).map(({ key }) => key))
}

/** The error for a field, named as the document's schema names it. `key` is "Type.field" or a type. */
export function accessDenied({ admin, granted }: Pick<Call, 'admin' | 'granted'>, field: string, ...keys: string[]): GraphQLError {
  const need = keys.map((key) => admin.scopes.get(key)).find((scope) => scope !== undefined && !allowed(scope, granted))
  const text = need?.text ?? ''
  return refusal(`Access denied for ${field} field. Required access: ${text}`, 'ACCESS_DENIED', {
    documentation: accessDocumentation,
    requiredAccess: text,
  })
}

function allowed(scope: ScopeNeed, granted: ReadonlySet<string>): boolean {
  return scope.any.some((each) => granted.has(each))
}

const dataDocumentation = 'https://partners.shopify.com/apps/customer_data'

/** Refuses personal data that the shop's plan or the app's approval hides. */
export function hiddenObject(type: string): GraphQLError {
  return refusal(`This app is not approved to access the ${type} object. See ${dataDocumentation} for more details.`, 'ACCESS_DENIED')
}

export function hiddenField(field: string): GraphQLError {
  return refusal(`This app is not approved to use the ${field} field. See ${dataDocumentation} for more details.`, 'ACCESS_DENIED')
}
