import { notFound } from '@ministry/kernel/errors'
import type { Context } from '../context.ts'
import type { FileSubject } from '../file-subject.ts'

/** What a file hangs on, by the name of its model and its identifier. */
export interface SubjectOf {
  noun: string
  id: string
}

/** Who answers for this kind of subject. A kind that nobody registered is a defect of the product. */
export function registeredSubject({ services }: Context, noun: string): FileSubject {
  const subject = services.files.subjects.find((subject) => subject.noun === noun)
  if (!subject) throw new Error(`Nothing says who may read files of ${noun}: register a FileSubject`)
  return subject
}

/** Throws NotFound unless the caller may read the subject; what it is called stays the subject's own. */
export async function assertReadable(ctx: Context, { noun, id }: SubjectOf): Promise<void> {
  if (!(await registeredSubject(ctx, noun).mayRead(ctx, id))) throw notFound(noun)
}
