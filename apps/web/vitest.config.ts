import { defineProject } from '@ministry/config/vitest'

export default defineProject()
