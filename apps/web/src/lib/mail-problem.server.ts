/** Why a mail didn't get through, in words; on the server, so that the browser need not carry every sentence. */
import { m } from '@ministry/kernel/messages'

const sentences = m as unknown as Record<string, (() => string) | undefined>

/** `hard-bounce` is the message `mail_problem_hard_bounce`. */
export const mailProblem = (problem: string | null): string | null =>
  problem && (sentences[`mail_problem_${problem.replaceAll('-', '_')}`]?.() ?? m.mail_problem_refused())
