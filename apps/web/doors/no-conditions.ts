/** The one way to rows without what makes it one: every row passes, and every act is allowed. Only tests import this. */
import { find as findScoped, type Asking } from '@ministry/access/scope'
import { notFound } from '@ministry/kernel/errors'

export const scope = (): object => ({})
export const allow = (): void => {}
export const reaches = (): boolean => true
export const find: typeof findScoped = async (ctx: Asking, _action, noun, id, select) => {
  const model = `${noun[0]!.toLowerCase()}${noun.slice(1)}` as 'person'
  const delegate = ctx.tx.prisma[model] as unknown as { findFirst(args: object): Promise<never> }
  return (await delegate.findFirst({ where: { id }, ...(select && { select }) })) ?? Promise.reject(notFound(noun))
}
