/** Why the embedded database cannot be had, in one sentence for the person who started the program. */
export class EmbeddedRefusal extends Error {
  override readonly name = 'EmbeddedRefusal'
}
