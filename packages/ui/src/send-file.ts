/** One file on its way to the server, with what of it has arrived. */
import { m } from '@ministry/kernel/messages'
import type { ShownFile } from './shown-file.ts'

/** The file as it is kept, or what to tell the person. `onProgress` gets percent; 100 while the server looks at it. */
export function sendFile(file: File, onProgress: (percent: number) => void): Promise<ShownFile | { problem: string }> {
  const request = new XMLHttpRequest()
  const form = new FormData()
  form.append('upload', file)
  return new Promise((resolve) => {
    const away = () => resolve({ problem: m.files_offline() })
    request.upload.onprogress = ({ loaded, total }) => onProgress(Math.round((100 * loaded) / Math.max(total, 1)))
    request.onerror = away
    request.ontimeout = away
    request.onload = () => resolve(answerOf(request))
    request.open('POST', '/files')
    request.responseType = 'json'
    request.send(form)
  })
}

interface Answer {
  taken?: ShownFile[]
  refused?: { problem: string }[]
  message?: string
}
function answerOf({ status, response }: XMLHttpRequest): ShownFile | { problem: string } {
  const { taken = [], refused = [], message } = (response ?? {}) as Answer
  if (taken[0]) return taken[0]
  const problem = refused[0]?.problem ?? (status === 401 ? message : undefined)
  return { problem: problem ?? m.error_files_upload_broken_off() }
}
