import { defineProject } from '@ministry/config/vitest'

export default defineProject({ test: { globalSetup: ['../domain/test-setup.ts'] } })
