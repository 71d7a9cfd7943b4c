export { relationsOfLife } from './families.life-line.ts'
export { familiesLinks } from './families.links.ts'
export { familiesRouter } from './families.router.ts'
