/** What can be called, to read and to try: Swagger UI from our own server. It says nothing that the open document doesn't. Source: API-1. */
import { m } from '@ministry/kernel/messages'
import type { RequestHandler } from '@sveltejs/kit'

/** Swagger UI writes styles of its own into the page; nothing else of it needs more than what we serve. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const text = (plain: string) => plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

export const GET: RequestHandler = ({ locals }) => {
  const page = `<!doctype html>
<html lang="en" data-theme="${locals.theme}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${text(m.clients_docs_title())}</title>
    <link rel="icon" href="/icon.svg" />
    <link rel="stylesheet" href="/api/docs/swagger-ui.css" />
    <link rel="stylesheet" href="/api/docs/page.css" />
  </head>
  <body>
    <nav><a href="/settings/keys">${text(m.clients_docs_back())}</a></nav>
    <main id="ui"></main>
    <noscript><a href="/api/v1/openapi.json">openapi.json</a></noscript>
    <script src="/api/docs/swagger-ui-bundle.js"></script>
    <script src="/api/docs/start.js"></script>
  </body>
</html>
`
  return new Response(page, {
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy },
  })
}
