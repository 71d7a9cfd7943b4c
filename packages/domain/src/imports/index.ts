export { membershipsImport } from './memberships.import.ts'
export { groupsImport } from './groups.import.ts'
export { rolesImport } from './roles.import.ts'
export { followUpsImport } from './follow-ups.import.ts'
export { peopleImport } from './people.import.ts'
export type { ImportKind } from '../import-kind.ts'
export { importsRouter } from './imports.router.ts'
export { closedNodeFunctions } from './closed-nodes.workflow.ts'
export { importsFunctions } from './imports.workflow.ts'
export { importCodes } from './imports.codes.ts'
export {
  expectedCodes,
  limitCodes,
  noteCodes,
  problemCodes,
  refusals,
  refusedKinds,
  warningCodes,
  whyCodes,
} from './reading/codes.ts'
export { importsOfLife } from './imports.life-line.ts'
export { importsLinks } from './imports.links.ts'
