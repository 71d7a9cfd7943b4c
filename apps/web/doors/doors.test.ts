/** Every procedure, with both walls, by those who share nothing with the rest; all of them with `pnpm doors`. Source: ACS-3, ACS-4. */
import { newId } from '@ministry/kernel/id'
import { expect, test } from 'vitest'
import { everybody, everyDoor, rattle } from './rattle.ts'

test.each(everyDoor)('$path takes something of what is made for it', ({ verb, shapes }) => {
  const taken = shapes.filter((shape) => verb.input.safeParse(shape.filled(() => newId())).success)
  expect(taken).not.toEqual([])
})

rattle(import.meta.env.MODE === 'thorough' ? everybody : ['akua', 'yusuf'], 'both')
