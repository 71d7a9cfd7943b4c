import { createReadStream, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readTable } from '../read-table.ts'
import { readingLimits } from '../limits.ts'
import { writeZip, workbookParts } from './zip-writer.ts'

/**
 * Measures time and memory of reading 100,000 rows × 30 columns: `node bench-reading.ts [csv|xlsx|inline]` (run with
 * `--expose-gc`, so that "growth" is what stays needed; the peak is the process's own). Not part of CI.
 */
const rows = 100_000
const columns = 30
const cell = (row: number, column: number): string => `Value ${row * columns + column}`

function csvBytes(): Buffer {
  const lines = Array.from({ length: rows + 1 }, (_, row) =>
    Array.from({ length: columns }, (_, column) => cell(row, column)).join(','),
  )
  return Buffer.from(lines.join('\n'))
}

function xlsxBytes(shared: boolean): Buffer {
  const strings: Buffer[] = []
  const sheet: Buffer[] = [Buffer.from('<?xml version="1.0"?><worksheet><sheetData>')]
  for (let row = 0; row <= rows; row++) {
    let xml = `<row r="${row + 1}">`
    let texts = ''
    for (let column = 0; column < columns; column++) {
      const text = `<t>${cell(row, column)}</t>`
      if (shared) texts += `<si>${text}</si>`
      xml += shared ? `<c t="s"><v>${row * columns + column}</v></c>` : `<c t="inlineStr"><is>${text}</is></c>`
    }
    sheet.push(Buffer.from(xml + '</row>'))
    if (shared) strings.push(Buffer.from(texts))
  }
  sheet.push(Buffer.from('</sheetData></worksheet>'))
  const parts = workbookParts({ sheets: [{ name: 'S', xml: '<?xml' }], ...(shared ? { strings: '' } : {}) })
  for (const part of parts) {
    if (part.name.endsWith('sheet1.xml')) part.content = Buffer.concat(sheet)
    if (part.name.endsWith('sharedStrings.xml')) {
      part.content = Buffer.concat([Buffer.from('<sst>'), ...strings, Buffer.from('</sst>')])
    }
  }
  return writeZip(parts)
}

const [kind = 'csv', existing] = process.argv.slice(2)
if (!existing) {
  const path = join(tmpdir(), `bench-reading-${process.pid}`)
  writeFileSync(path, kind === 'csv' ? csvBytes() : xlsxBytes(kind === 'xlsx'))
  const { execFileSync } = await import('node:child_process')
  try {
    execFileSync(process.execPath, ['--expose-gc', import.meta.filename, kind, path], { stdio: 'inherit' })
  } finally {
    rmSync(path)
  }
} else {
  const MB = 1024 * 1024
  const used = () => {
    const { rss, heapUsed, external } = process.memoryUsage()
    return { rss: Math.round(rss / MB), live: Math.round((heapUsed + external) / MB) }
  }
  const before = used()
  const started = performance.now()
  const table = await readTable(createReadStream(existing), { limits: readingLimits })
  let count = 0
  let peak = before
  for await (const { number } of table.rows) {
    count = number - table.headingRow
    if (count % 5000 === 0) {
      const now = used()
      peak = { rss: Math.max(peak.rss, now.rss), live: Math.max(peak.live, now.live) }
    }
  }
  const seconds = (performance.now() - started) / 1000
  console.log({ kind, count, seconds: Math.round(seconds * 10) / 10, before, peak, growth: peak.rss - before.rss })
}
