import type { Answer } from './sdk-call.ts'

/** What ends a run whose function did not come back. An operator can let it go on when the function is there again. */
export const missingAnswer = (functionId: string): Answer => ({
  kind: 'error',
  error: {
    name: 'FunctionMissing',
    message: `No function is called "${functionId}" any more. The run can go on when there is one again.`,
  },
  mayRetry: false,
  retryAfter: null,
})
