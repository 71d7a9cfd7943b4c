#!/usr/bin/env node
// The two commands begin here, on whatever Node the machine has. This file keeps to syntax that very old ones can read,
// so that they end in a sentence and not in a SyntaxError.
const major = Number(process.versions.node.split('.')[0])
if (major < 18) {
  console.error(
    'This needs Node 18 or newer to begin with, and found ' + process.versions.node + '. See https://nodejs.org.',
  )
  process.exit(1)
}
import('./launcher/main.mjs').then(({ main }) => main(process.argv.slice(2)))
