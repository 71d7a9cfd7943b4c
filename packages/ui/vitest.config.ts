import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineProject } from '@ministry/config/vitest'

export default defineProject({ plugins: [svelte({ configFile: false })] })
