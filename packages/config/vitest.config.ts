import { defineProject } from './vitest.ts'

export default defineProject()
