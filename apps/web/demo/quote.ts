/** A page of paper for requests of the demo: the smallest PDF that says some lines. Source: ISO 32000. */
const escaped = (text: string) => text.replaceAll(/[\\()]/g, String.raw`\$&`)

/** A PDF of one page with these lines, in letters of ASCII. */
export function quote(lines: readonly string[]): Uint8Array {
  const text = lines.map((line, index) => `${index ? '0 -28 Td ' : ''}(${escaped(line)}) Tj`).join(' ')
  const content = `BT /F1 16 Tf 60 760 Td ${text} ET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let body = '%PDF-1.4\n'
  const places = objects.map((object, index) => {
    const place = body.length
    body += `${index + 1} 0 obj\n${object}\nendobj\n`
    return place
  })
  const table = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')
  const count = objects.length + 1
  const end = `xref\n0 ${count}\n0000000000 65535 f \n${table}trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`
  return new TextEncoder().encode(body + end)
}
