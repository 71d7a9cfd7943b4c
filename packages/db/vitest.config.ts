import { defineConfig } from 'vitest/config'

export default defineConfig({ test: { globalSetup: ['./src/test-setup.ts'], include: ['src/**/*.test.ts'] } })
