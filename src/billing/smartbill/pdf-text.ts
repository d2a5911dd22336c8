import { extractText, getDocumentProxy } from 'unpdf'

/** The text of a PDF, pages one after the other; null when it has none that can be read. */
export async function textOfPdf(bytes: Uint8Array): Promise<string | null> {
  try {
    // The reader takes the bytes for itself and refuses a Buffer, so that it gets a plain copy.
    const document = await getDocumentProxy(new Uint8Array(bytes))
    const { text } = await extractText(document, { mergePages: true })
    return text.trim() === '' ? null : text
  } catch {
    return null
  }
}
