import { api, domain, e2e, web } from '../folders.ts'
import { of, type Requirement } from '../requirement.ts'

const files = `${domain}/files`
const reading = `${domain}/imports/reading`
const saved = 'a file is saved under its name, and can’t run, be guessed at, be framed or be kept on the way'

/** V5: files. */
export const fileHandling: Requirement[] = [
  {
    id: '5.1.1',
    level: 2,
    asks: 'types and sizes that are taken are documented',
    written: [
      { file: 'packages/domain/src/files/README.md', says: 'JPEG, PNG, WebP, PDF, text, DOCX, XLSX are taken' },
      { file: 'README.md', says: 'largest upload (10), and files of one request or the like (10)' },
    ],
  },
  {
    id: '5.2.1',
    level: 1,
    asks: 'files that are too large are refused',
    tests: [
      ...of(
        `${files}/upload.test.ts`,
        'what is too large or of no kind that is taken is refused, and nothing stays but its count',
      ),
      ...of(`${web}/src/lib/files/multipart.test.ts`, 'a gigabyte is not read to its end, nor held'),
      ...of(`${e2e}/files.spec.ts`, 'another site sends nothing, and a gigabyte is turned away before it has come'),
      ...of(`${reading}/hostile-files.test.ts`, 'rows beyond the limit'),
    ],
  },
  {
    id: '5.2.2',
    level: 1,
    asks: 'content and name must be of one kind',
    tests: [
      ...of(`${files}/sniff.test.ts`, '%s is known by its content', 'is refused > %s'),
      ...of(`${files}/files.rules.test.ts`, 'a name is made harmless > %j'),
      ...of(`${files}/clean-image.test.ts`, 'of a file that is a picture and a page only the picture stays'),
    ],
  },
  {
    id: '5.2.3',
    level: 2,
    asks: 'packed files are judged before they are unpacked',
    tests: [
      ...of(
        `${files}/sniff.test.ts`,
        'a document that would unpack to gigabytes is refused by what it says, without being unpacked',
      ),
      ...of(
        `${reading}/hostile-files.test.ts`,
        'a zip bomb',
        'a zip bomb that lies about its size',
        'a zip of too many entries',
      ),
    ],
  },
  { id: '5.3.1', level: 1, asks: 'nothing that was sent is run', tests: of(`${api}/files.test.ts`, saved) },
  {
    id: '5.3.2',
    level: 1,
    asks: 'names from people make no paths',
    tests: [
      ...of(`${files}/store.test.ts`, '%s > lets no key climb out'),
      ...of(
        `${files}/upload.test.ts`,
        'a photo is kept clean, by a harmless name, with its small picture, and stands in the audit',
      ),
      ...of(
        `${web}/src/lib/files/spooled-form.test.ts`,
        'no file is none; what breaks off is said to; no name of a file is left behind',
      ),
    ],
  },
  { id: '5.4.1', level: 2, asks: 'downloads are named by the server', tests: of(`${api}/files.test.ts`, saved) },
  {
    id: '5.4.2',
    level: 2,
    asks: 'names of files are harmless in headers',
    tests: [
      ...of(`${api}/files.test.ts`, saved),
      ...of(`${files}/files.rules.test.ts`, 'a name is made harmless > whatever it was, on any system'),
    ],
  },
  {
    id: '5.4.3',
    level: 2,
    asks: 'files are scanned for known malice',
    open: 'no scanner is asked; pictures are painted anew, macros and programs refused, everything else only saved',
  },
]
