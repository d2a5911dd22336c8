import type { Big } from 'big.js'
import { fileURLToPath } from 'node:url'
import type { Document, SmartBillCompany } from './state.ts'

const font = fileURLToPath(import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'))
const smallPt = 9
const headingPt = 16

/** The invoice as SmartBill prints it: compressed streams and an embedded font, as a real one has. */
export async function invoicePdf(company: SmartBillCompany, document: Document, nowMs: number): Promise<Uint8Array<ArrayBuffer>> {
  // Read with the first invoice that is printed: it is larger than everything else of the sandbox.
  const { default: PdfDocument } = await import('pdfkit')
  const pdf = new PdfDocument({
    size: 'A4',
    margin: 40,
    font,
    info: { Title: `Factura ${document.series}${document.number}`, CreationDate: new Date(nowMs) },
  })
  const done = bytesOf(pdf)
  pdf.fontSize(headingPt).text(document.kind === 'storno' ? 'FACTURA STORNO' : 'FACTURA')
  pdf.fontSize(smallPt)
  for (const line of [...heading(company, document), ...document.lines.map(printedLine(document)), ...footing(document)]) pdf.text(line)
  pdf.end()
  return done
}

function heading(company: SmartBillCompany, document: Document): string[] {
  const { client } = document
  return [
    `Seria ${document.series} nr. ${document.number}`,
    `Data (zi/luna/an): ${document.day.split('-').toReversed().join('/')}`,
    `Furnizor: CIF ${company.cif}`,
    `Client: ${client.name}`,
    ...(client.vatCode === '' ? [] : [`CIF/CNP: ${client.vatCode}`]),
    `Adresa: ${[client.address, client.city, client.county, client.country].filter((part) => part !== '').join(', ')}`,
    ...(document.status === 'cancelled' ? ['ANULATA'] : []),
    ' ',
  ]
}

function printedLine({ precision }: Document): (line: Document['lines'][number], index: number) => string {
  return (line, index) =>
    `${index + 1}. ${line.name}${line.code === '' ? '' : ` (${line.code})`}  ${line.quantity.toString()} ${line.unit} x ${line.price.toString()}  ` +
    `valoare ${amount(line.net, precision)}  TVA ${line.vatPercent}% ${amount(line.vat, precision)}`
}

function footing({ totals, precision, currency, mentions, observations }: Document): string[] {
  return [
    ' ',
    `Total fara TVA: ${amount(totals.net, precision)} ${currency}`,
    `Total TVA: ${amount(totals.vat, precision)} ${currency}`,
    `Total plata: ${amount(totals.total, precision)} ${currency}`,
    ...(mentions === '' ? [] : [' ', `Mentiuni: ${mentions}`]),
    ...(observations === '' ? [] : [observations]),
  ]
}

function amount(value: Big, precision: number): string {
  return value.toFixed(precision)
}

function bytesOf(pdf: PDFKit.PDFDocument): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  return new Promise((resolve, reject) => {
    pdf.on('data', (chunk: Uint8Array) => chunks.push(chunk))
    pdf.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))))
    pdf.on('error', reject)
  })
}
