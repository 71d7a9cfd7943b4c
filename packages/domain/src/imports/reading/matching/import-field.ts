export type { Choice, FieldKind, ImportField } from '../../../import-kind.ts'
