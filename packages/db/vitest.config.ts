import { defineProject } from '@ministry/config/vitest'

export default defineProject({ test: { globalSetup: ['./src/test-setup.ts'] } })
