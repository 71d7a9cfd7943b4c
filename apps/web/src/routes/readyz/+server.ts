/** The process can serve: its database answers and the workflows run. Source: OPS-1. */
import { running } from '@ministry/api'

export const GET = async () => {
  const checks = await running().ready()
  const ready = Object.values(checks).every((check) => check === 'ok')
  return Response.json({ ready, checks }, { status: ready ? 200 : 503 })
}
