/**
 * What a file may hold before it is refused; data, so that tests can lower it and operators can read it.
 * Source: IMP-7.
 */
export interface ReadingLimits {
  /** Size of the uploaded file, in bytes. */
  fileBytes: number
  /** Rows under the headings, blank ones not counted. */
  rows: number
  /** Columns up to the last one that holds something. */
  columns: number
  /** Characters (UTF-16 units) of one cell: what Excel itself can hold. */
  cellCharacters: number
  /** One record of a text file, or one run of XML between two tags, in bytes. */
  lineBytes: number
  /** What the parts of an XLSX that are read may unpack to, in bytes, all together. */
  unzippedBytes: number
  /** Unpacked ÷ packed size of one part; looked at only above `ratioFromBytes`. */
  zipRatio: number
  ratioFromBytes: number
  /** Entries in the zip's directory. */
  zipEntries: number
  /** Memory that the shared strings of an XLSX may take, in bytes. */
  sharedTextBytes: number
}

const MB = 1024 * 1024

export const readingLimits: Readonly<ReadingLimits> = {
  fileBytes: 50 * MB,
  rows: 200_000,
  columns: 500,
  cellCharacters: 32_767,
  lineBytes: MB,
  unzippedBytes: 600 * MB,
  zipRatio: 150,
  ratioFromBytes: 8 * MB,
  zipEntries: 10_000,
  sharedTextBytes: 160 * MB,
}

/** What a spreadsheet itself can address; an XLSX that names a cell beyond it is broken or hostile. */
export const sheetRows = 1_048_576
export const sheetColumns = 16_384

/** How much of a file is looked at to tell its kind, encoding and delimiter, in bytes. */
export const firstPieceBytes = 64 * 1024
