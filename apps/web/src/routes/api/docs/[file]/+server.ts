/** The files of the page of the API: those of Swagger UI, and two of our own. Nothing else is served from here. */
import { createReadStream } from 'node:fs'
import { createRequire } from 'node:module'
import { Readable } from 'node:stream'
import { error } from '@sveltejs/kit'
import type { RequestHandler } from './$types.js'

const start = `const dark = document.documentElement.dataset.theme === 'dark' ||
  (document.documentElement.dataset.theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches)
document.documentElement.classList.toggle('dark-mode', dark)
SwaggerUIBundle({
  url: '/api/v1/openapi.json',
  dom_id: '#ui',
  deepLinking: true,
  docExpansion: 'list',
  filter: true,
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
  persistAuthorization: false,
  requestInterceptor: (request) => ({ ...request, credentials: 'omit' }),
})
`
const look = `body { margin: 0; font-family: system-ui, sans-serif; }
nav { padding: 0.75rem 1.25rem; }
nav a { color: #0f766e; }
.dark-mode body { background: #1c2022; }
.dark-mode nav a { color: #5eead4; }
.swagger-ui .info { margin: 1rem 0; }
`
const own: Record<string, { type: string; body: string }> = {
  'start.js': { type: 'text/javascript', body: start },
  'page.css': { type: 'text/css', body: look },
}
const theirs: Record<string, string> = {
  'swagger-ui-bundle.js': 'text/javascript',
  'swagger-ui.css': 'text/css',
}

export const GET: RequestHandler = ({ params: { file }, request, locals }) => {
  const made = Object.hasOwn(own, file) ? own[file] : undefined
  if (made) return new Response(made.body, { headers: headersOf(made.type) })
  const type = Object.hasOwn(theirs, file) ? theirs[file]! : undefined
  if (!type) error(404, { message: 'No such file.', id: locals.requestId })
  const path = createRequire(import.meta.url).resolve(`swagger-ui-dist/${file}`)
  const bytes = Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array<ArrayBuffer>>
  if (!request.headers.get('accept-encoding')?.includes('gzip'))
    return new Response(bytes, { headers: headersOf(type) })
  return new Response(bytes.pipeThrough(new CompressionStream('gzip')), {
    headers: { ...headersOf(type), 'content-encoding': 'gzip', vary: 'accept-encoding' },
  })
}

const headersOf = (type: string) => ({
  'content-type': `${type}; charset=utf-8`,
  // They change with the product alone.
  'cache-control': 'public, max-age=3600',
})
