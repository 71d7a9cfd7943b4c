/** Applies the migrations in process with Prisma's own engine: what `prisma migrate deploy` does, in a third of a second. */
import { readFile, readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { openEngine } from './schema-engine.ts'

const ownMigrations = new URL('../../../prisma/migrations/', import.meta.url)

/**
 * Brings the database at `url` (its owner's) up to date; returns the names of the migrations that were applied.
 * Safe across processes: the engine takes an advisory lock. Source: OPS-3.
 */
export async function migrate(url: string, directory = ownMigrations): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  const read = (path: string) => readFile(new URL(path, directory), 'utf8')
  const migrationDirectories = await Promise.all(
    names.sort().map(async (path) => {
      const value = await read(`${path}/migration.sql`)
      return { path, migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value } } }
    }),
  )
  const { engine, close } = await openEngine(url)
  try {
    const { appliedMigrationNames } = await engine.applyMigrations({
      migrationsList: {
        baseDir: fileURLToPath(directory),
        lockfile: { path: 'migration_lock.toml', content: await read('migration_lock.toml') },
        shadowDbInitScript: '',
        migrationDirectories,
      },
      filters: { externalTables: [], externalEnums: [] },
    })
    return appliedMigrationNames
  } finally {
    await close()
  }
}
