export { notesOfLife } from './care.life-line.ts'
export { careLinks } from './care.links.ts'
export { careRouter } from './care.router.ts'
export { keepNotes } from './keep-notes.ts'
