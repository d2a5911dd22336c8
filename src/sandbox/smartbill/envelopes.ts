/** The shapes of SmartBill's answers, as its documents show them. */

/** Refused by a rule of the service: it travels to the face, which puts it in an envelope. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number

  constructor(text: string, status = 400) {
    super(text)
    this.status = status
  }
}

export const plainEnvelope = { errorText: '', message: '', number: '', series: '', url: '' }

export function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
}

/** A rule said no. `documentId` is -1: nothing was made. */
export function refused(text: string, status: number): Response {
  return json({ ...plainEnvelope, errorText: text, documentUrl: '', documentId: -1, documentViewUrl: '' }, status)
}

export function internalError(): Response {
  return json({ ...plainEnvelope, errorText: 'Internal Server Error!', documentUrl: '', documentId: null, documentViewUrl: '' }, 500)
}

/** The request itself is wrong; this shape has no errorText. */
export function shapeError(
  path: string,
  error: { readonly status: number; readonly code: string; readonly message: string; readonly param?: string },
): Response {
  const { status, ...told } = error
  return json(
    {
      status,
      type: 'invalid_request_error',
      instance: path,
      errors: [{ ...told, docUrl: 'https://api.smartbill.ro/#v3-error-invalid_request_error' }],
    },
    status,
  )
}

export function authenticationError(text: string): Response {
  const body = {
    key: '!.oresp@&',
    successfully: false,
    errorText: text,
    errorCode: '0',
    message: '',
    operationExecuted: false,
    cooldown: 0,
    needsConsent: false,
  }
  return json(body, 401)
}

export function tomcatPage(): Response {
  const html = `<!doctype html><html lang="en"><head><title>HTTP Status 500 – Internal Server Error</title></head><body><h1>HTTP Status 500 – Internal Server Error</h1><hr class="line" /><h3>Apache Tomcat</h3></body></html>`
  return new Response(html, { status: 500, headers: { 'content-type': 'text/html;charset=utf-8' } })
}

export function nginxPage(status: number, title: string): Response {
  const html = `<html>\r\n<head><title>${status} ${title}</title></head>\r\n<body>\r\n<center><h1>${status} ${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`
  return new Response(html, { status, headers: { 'content-type': 'text/html' } })
}
