/** The process answers. Source: OPS-1. */
export const GET = () => new Response('ok\n')
