import { defineProject } from '@ministry/config/vitest'

export default defineProject({ test: { globalSetup: ['@ministry/db/test-setup'] } })
