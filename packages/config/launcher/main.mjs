import { join } from 'node:path'
import { environment } from './environment.mjs'
import { Sentence, Stopped } from './endings.mjs'
import { install } from './install.mjs'
import { locked } from './lock.mjs'
import { root } from './places.mjs'
import { run } from './run.mjs'
import { fetchToolchain } from './toolchain.mjs'

const usage = 'Usage: npm start · npm test · npm run dev · npm run pnpm -- <what pnpm should do>'
const turbo = ['run', '--ui=stream', '--output-logs=errors-only', '--log-order=grouped']

/**
 * Fetches what is missing, then does one of start, test, dev and pnpm. Sets the exit code to the command's own; whatever can be
 * foreseen to go wrong ends in one sentence and code 1.
 */
export async function main([name, ...options]) {
  const command = Object.hasOwn(commands, name ?? '') ? commands[name] : () => Promise.reject(new Sentence(usage))
  try {
    process.exitCode = await command(environment(), options)
  } catch (error) {
    if (error instanceof Stopped) process.exitCode = error.code
    else if (error instanceof Sentence) {
      console.error(`\n${error.message}`)
      process.exitCode = 1
    } else throw error
  }
}

const commands = {
  async start(env, options) {
    await prepared(env, ['build', '--filter=@ministry/web'], 'The build failed; what it said stands above.')
    return run('node', [join('apps', 'web', 'server.ts'), ...options], { env })
  },
  async dev(env, options) {
    await prepared(env, ['generate'], 'Generating code failed; what it said stands above.')
    return run('node', ['server.ts', '--dev', ...options], { env, cwd: join(root, 'apps', 'web') })
  },
  async test(env, options) {
    await prepared(env)
    return run('node', [join('packages', 'config', 'verify', 'index.ts'), ...options], { env })
  },
  async pnpm(env, options) {
    await locked(() => fetchToolchain(env))
    // pnpm may ask questions, and only a member of the terminal's own process group may read the answers.
    return run('pnpm', options, { env, ownGroup: false })
  },
}

/** Toolchain, dependencies and perhaps a task of turbo's; one launcher at a time, since they all write to the same places. */
const prepared = (env, task, complaint) =>
  locked(async () => {
    await fetchToolchain(env)
    await install(env)
    if (task && (await run('turbo', [...turbo, ...task], { env }))) throw new Sentence(complaint)
  })
