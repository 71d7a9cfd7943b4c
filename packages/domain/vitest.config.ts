import { defineProject } from '@ministry/config/vitest'

export default defineProject({ test: { globalSetup: ['./test-setup.ts'] } })
