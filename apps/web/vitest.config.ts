import { defineProject } from '@ministry/config/vitest'

export default defineProject({ test: { globalSetup: ['../../packages/domain/test-setup.ts'] } })
