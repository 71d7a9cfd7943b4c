import { Sentence } from '../launcher/endings.mjs'

/** Prints what a generator says; whatever it can't do ends in a sentence and exit code 1. */
export function told(usage: string, act: () => string): void {
  try {
    const said = act()
    console.log(said)
    if (said === usage) process.exitCode = 1
  } catch (error) {
    if (error instanceof Sentence) console.error(error.message)
    else if (error instanceof TypeError && 'code' in error) console.error(`${error.message}\n${usage}`)
    else throw error
    process.exitCode = 1
  }
}
