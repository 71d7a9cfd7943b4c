/** The verbs that other capabilities' tests go through. Only tests import this. */
export { decide } from '../decide.ts'
export { edit } from '../edit.ts'
export { get } from '../get.ts'
export { preview } from '../preview.ts'
export { submit } from '../submit.ts'
export { withdraw } from '../withdraw.ts'
