import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judge } from './verdict.ts'

const envelope = { errorText: '', message: '', number: '', series: '', url: '' }
const html = '<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>'
const shape = {
  status: 400,
  type: 'invalid_request_error',
  instance: '/SBORO/api/invoice/v2',
  errors: [{ code: 'json_mapping_error', message: 'Unrecognized property: foo.', param: 'foo' }],
}
const stock =
  'Cantitate stoc insuficienta la <b>Factura SHOP0042</b> din data <b>23/11/2026</b> pentru produsul <b>Cană albă</b> de la pozitia 1'
const unit =
  'Unitatea de masura BUC a produsului Cana nu are factor de conversie setat.<div id="moreErrorDetails" style="display:none">x</div>'

function said(errorText: string): object {
  return { ...envelope, errorText }
}

type Case = { name: string; status: number; body: unknown; headers?: Record<string, string>; read: string; write: string }

const cases: readonly Case[] = [
  { name: 'an answer without an error is taken', status: 200, body: { ...envelope, number: '0042' }, read: 'ok', write: 'ok' },
  {
    name: 'an errorText under 200 is a refusal',
    status: 200,
    body: said('Client invalid!'),
    read: 'rejected: Client invalid!',
    write: 'rejected: Client invalid!',
  },
  {
    name: 'an errorText beside a number is no refusal of a write',
    status: 200,
    body: { ...said('x'), number: '0042' },
    read: 'unavailable',
    write: 'unknown-outcome',
  },
  {
    name: 'wrong credentials stop the connection',
    status: 401,
    body: said('Autentificare esuata. Va rugam verificati datele si incercati din nou.'),
    read: 'unauthorized',
    write: 'unauthorized',
  },
  {
    name: 'a company out of reach stops the connection under any status',
    status: 400,
    body: said('Firma la care incercati sa va conectati nu mai este disponibila in Cloud.'),
    read: 'unauthorized',
    write: 'unauthorized',
  },
  { name: '401 without a body stops the connection', status: 401, body: '', read: 'unauthorized', write: 'unauthorized' },
  { name: '429 without Retry-After waits ten minutes', status: 429, body: html, read: 'throttled 600000', write: 'throttled 600000' },
  {
    name: '429 with Retry-After waits as long as it says',
    status: 429,
    body: '',
    headers: { 'retry-after': '42' },
    read: 'throttled 42000',
    write: 'throttled 42000',
  },
  {
    name: 'a Retry-After of more than an hour is not believed',
    status: 429,
    body: '',
    headers: { 'retry-after': '7200' },
    read: 'throttled 600000',
    write: 'throttled 600000',
  },
  { name: '403 in HTML is the block', status: 403, body: html, read: 'throttled 600000', write: 'throttled 600000' },
  { name: '403 without a body is the block', status: 403, body: '', read: 'throttled 600000', write: 'throttled 600000' },
  {
    name: '403 that names the number of calls is the block',
    status: 403,
    body: said('User blocked because the maximum number of calls was exceeded'),
    read: 'throttled 600000',
    write: 'throttled 600000',
  },
  {
    name: '403 about rights is a refusal',
    status: 403,
    body: said('Nu aveti dreptul de a adauga facturi pe seria selectata'),
    read: 'rejected: Nu aveti dreptul de a adauga facturi pe seria selectata',
    write: 'rejected: Nu aveti dreptul de a adauga facturi pe seria selectata',
  },
  {
    name: 'an unknown field is a refusal',
    status: 400,
    body: shape,
    read: 'rejected: Unrecognized property: foo.',
    write: 'rejected: Unrecognized property: foo.',
  },
  { name: '502 in HTML leaves the outcome of a write unknown', status: 502, body: html, read: 'unavailable', write: 'unknown-outcome' },
  {
    name: '500 in JSON leaves the outcome of a write unknown',
    status: 500,
    body: said('Internal Server Error!'),
    read: 'unavailable',
    write: 'unknown-outcome',
  },
  { name: '408 leaves the outcome of a write unknown', status: 408, body: '', read: 'unavailable', write: 'unknown-outcome' },
  { name: 'HTML under 200 leaves the outcome of a write unknown', status: 200, body: html, read: 'unavailable', write: 'unknown-outcome' },
  { name: 'a redirect is no answer', status: 302, body: '', read: 'unavailable', write: 'unknown-outcome' },
  { name: '404 in HTML is no answer of SmartBill', status: 404, body: html, read: 'unavailable', write: 'unknown-outcome' },
  { name: '400 without a reason is no refusal', status: 400, body: envelope, read: 'unavailable', write: 'unknown-outcome' },
  {
    name: 'half a JSON text leaves the outcome of a write unknown',
    status: 200,
    body: '{"errorText":"","number":"00',
    read: 'unavailable',
    write: 'unknown-outcome',
  },
  { name: 'a list in place of an object is not understood', status: 200, body: [], read: 'unavailable', write: 'unknown-outcome' },
]

for (const { name, status, body, headers = {}, read, write } of cases) {
  test(name, () => {
    const answer = { status, headers: new Headers(headers), text: () => (typeof body === 'string' ? body : JSON.stringify(body)) }

    assert.deepEqual([show(judge(answer, 'read')), show(judge(answer, 'write'))], [read, write])
  })
}

function show(verdict: ReturnType<typeof judge>): string {
  if (verdict.is === 'ok') return 'ok'
  const { fault } = verdict
  if (fault.kind === 'throttled') return `throttled ${fault.retryAfterMs}`
  return fault.kind === 'rejected' ? `rejected: ${fault.reason}` : fault.kind
}

const causes = [
  {
    text: stock,
    cause: 'stock',
    reason: 'Cantitate stoc insuficienta la Factura SHOP0042 din data 23/11/2026 pentru produsul Cană albă de la pozitia 1',
  },
  {
    text: 'Nu ai facut nicio achizitie pentru produsul Cana. <br/>Verificati.',
    cause: 'stock',
    reason: 'Nu ai facut nicio achizitie pentru produsul Cana. Verificati.',
  },
  { text: 'CANTITATE STOC INSUFICIENTĂ pentru produsul X.', cause: 'stock', reason: 'CANTITATE STOC INSUFICIENTĂ pentru produsul X.' },
  { text: unit, cause: undefined, reason: 'Unitatea de masura BUC a produsului Cana nu are factor de conversie setat.' },
  {
    text: 'Seria nu a fost gasita! Folositi o serie creata in contul de cloud.',
    cause: 'series',
    reason: 'Seria nu a fost gasita! Folositi o serie creata in contul de cloud.',
  },
  {
    text: 'Cota tva a produsului Cana nu a fost gasita pe server!',
    cause: 'vat',
    reason: 'Cota tva a produsului Cana nu a fost gasita pe server!',
  },
  { text: 'Firma este neplatitoare de tva.', cause: 'not-vat-payer', reason: 'Firma este neplatitoare de tva.' },
  {
    text: 'O firma neplatitoare de tva nu poate folosi tva la incasare!',
    cause: 'vat',
    reason: 'O firma neplatitoare de tva nu poate folosi tva la incasare!',
  },
  {
    text: 'Gestiunea predatoare Depozit a produsului Cana nu a fost gasita.',
    cause: 'warehouse',
    reason: 'Gestiunea predatoare Depozit a produsului Cana nu a fost gasita.',
  },
  {
    text: 'Gestiunea Depozitul X nu a fost gasita pe server.',
    cause: 'warehouse',
    reason: 'Gestiunea Depozitul X nu a fost gasita pe server.',
  },
  {
    text: 'Exista deja pe stoc un produs cu numele Cana si codul a1.',
    cause: 'name',
    reason: 'Exista deja pe stoc un produs cu numele Cana si codul a1.',
  },
  {
    text: 'Pentru acest pachet s-a emis numarul maxim de documente permis',
    cause: 'quota',
    reason: 'Pentru acest pachet s-a emis numarul maxim de documente permis',
  },
  { text: 'Factura nu a fost gasita', cause: 'not-found', reason: 'Factura nu a fost gasita' },
  { text: 'Factura nu a fost gasita!', cause: 'not-found', reason: 'Factura nu a fost gasita!' },
  { text: '<script>alert(1)</script>Client invalid!', cause: undefined, reason: 'alert(1) Client invalid!' },
  { text: 'Modulul stoc nu este activ!', cause: undefined, reason: 'Modulul stoc nu este activ!' },
] as const

for (const { text, cause, reason } of causes) {
  test(`"${text.slice(0, 60)}" is about ${cause ?? 'nothing that we act on'} and is shown without markup`, () => {
    const verdict = judge({ status: 400, headers: new Headers(), text: () => JSON.stringify(said(text)) }, 'write')
    const fault = verdict.is === 'fault' ? verdict.fault : null

    assert.deepEqual(fault, cause === undefined ? { kind: 'rejected', reason } : { kind: 'rejected', reason, cause })
  })
}
