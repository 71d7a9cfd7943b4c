/** The system's own caller, where automations look for it. */
export { assertSystem, openMovements, systemCaller } from '../acting.ts'
