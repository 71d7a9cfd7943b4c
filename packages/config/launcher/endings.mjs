/** An ending that was foreseen: its message is all that a person needs to read. */
export class Sentence extends Error {}

/** Somebody asked us to stop; `code` is how the running command ended when it was told. */
export class Stopped extends Error {
  constructor(code) {
    super('Stopped.')
    this.code = code
  }
}
