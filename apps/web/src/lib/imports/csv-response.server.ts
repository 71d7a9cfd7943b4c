/** File names as headers take them. Source: RFC 8187. */
const headerName = (name: string) =>
  encodeURIComponent(name).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)

/** A CSV to save under this name, never kept on the way. */
export const csvResponse = (fileName: string, body: BodyInit): Response =>
  new Response(body, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename*=UTF-8''${headerName(fileName)}`,
      'cache-control': 'no-store',
    },
  })
