export { abilityOf, may, mayAny, permittedFields, type Ability } from './ability.ts'
export * from './matrix.ts'
export { rightsOf, rowScopeOf, type Principal, type Right } from './rights.ts'
export * from './roles.ts'
