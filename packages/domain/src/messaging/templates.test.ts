import { story } from '@ministry/seed'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Caller } from '../context.ts'
import { createWorld } from '../test-world.ts'
import { previewTemplate } from './preview-template.ts'
import { removeTemplate } from './remove-template.ts'
import { saveTemplate } from './save-template.ts'
import { template } from './template.ts'
import { templates } from './templates.ts'

const { services, owner, as } = await createWorld()
const { nodes, people } = story
const welcome = { key: 'welcome-1', language: 'en' } as const
const words = { subject: 'Karibu, {{person.name}}', body: 'Hello {{person.name}},\n\n**{{place.name}}** is glad.' }
let faith: Caller // campus-administrator at Kilima
let samuel: Caller // national-administrator

beforeAll(async () => {
  faith = await as('campus-administrator')
  samuel = await as('national-administrator')
})
beforeEach(() => owner.query('truncate template, template_version, audit_entry'))
const save = (caller: Caller, nodeId: string, more: Partial<typeof words> & { version?: number } = {}) =>
  saveTemplate.call(services, caller, { nodeId, ...welcome, ...words, ...more })
const held = (caller: Caller, nodeId: string) => template.call(services, caller, { nodeId, ...welcome })

describe('words of one’s own', () => {
  test('hold at the place and below, nearest first, and leave an entry in the audit', async () => {
    expect(await held(faith, nodes.kilima.id)).toMatchObject({ from: null, own: false, version: 0, mayEdit: true })
    await save(samuel, nodes.lighthouse.id, { subject: 'From the nation' })
    expect(await held(faith, nodes.mustardSeed.id)).toMatchObject({
      subject: 'From the nation',
      from: { id: nodes.lighthouse.id, name: nodes.lighthouse.name },
      own: false,
    })
    expect(await save(faith, nodes.kilima.id)).toEqual({ version: 1 })
    expect(await held(faith, nodes.mustardSeed.id)).toMatchObject({
      ...words,
      from: { id: nodes.kilima.id },
      own: false,
    })
    expect(await held(samuel, nodes.mtoni.id)).toMatchObject({ subject: 'From the nation' })
    const { rows } = await owner.query(
      `select noun, node_id, after from audit_entry where action = 'messaging.save-template' order by array_length(scope_ids, 1)`,
    )
    expect(rows).toMatchObject([
      { noun: 'Template', node_id: nodes.lighthouse.id },
      { noun: 'Template', node_id: nodes.kilima.id, after: { ...welcome, ...words, version: 1 } },
    ])
  })

  test('keep every version; the same words again are none', async () => {
    await save(faith, nodes.kilima.id)
    expect(await save(faith, nodes.kilima.id)).toEqual({ version: 1 })
    expect(await save(faith, nodes.kilima.id, { subject: 'Second', version: 1 })).toEqual({ version: 2 })
    await expect(save(faith, nodes.kilima.id, { subject: 'Third', version: 1 })).rejects.toMatchObject({
      kind: 'Conflict',
      code: 'messaging.save-template.changed-meanwhile',
    })
    const { versions } = await held(faith, nodes.kilima.id)
    expect(versions.map(({ version, subject }) => [version, subject])).toEqual([
      [2, 'Second'],
      [1, words.subject],
    ])
    expect(versions[0]!.by).toBe('Faith Atieno Owuor')
  })

  test('go again, and those from above hold; the versions stay', async () => {
    await save(faith, nodes.kilima.id)
    await removeTemplate.call(services, faith, { nodeId: nodes.kilima.id, ...welcome })
    expect(await held(faith, nodes.kilima.id)).toMatchObject({
      from: null,
      own: false,
      version: 1,
      versions: [{ version: 1 }],
    })
    await removeTemplate.call(services, faith, { nodeId: nodes.kilima.id, ...welcome })
    expect(await save(faith, nodes.kilima.id)).toEqual({ version: 2 })
    expect(await held(faith, nodes.kilima.id)).toMatchObject({ own: true })
  })

  test('are listed for each occasion and language', async () => {
    await saveTemplate.call(services, faith, { nodeId: nodes.kilima.id, key: 'welcome-1', language: 'sw', ...words })
    const rows = await templates.call(services, faith, { nodeId: nodes.kilima.id })
    expect(rows.slice(0, 3)).toMatchObject([
      { key: 'welcome-1', language: 'en', from: null, own: false },
      { key: 'welcome-1', language: 'sw', from: { id: nodes.kilima.id }, own: true, subject: words.subject },
      { key: 'welcome-2', language: 'en' },
    ])
  })

  test('follow a place that moves', async () => {
    await save(samuel, nodes.kilima.id)
    await owner.query('update org_node set parent_id = $1 where id = $2', [nodes.coast.id, nodes.kilima.id])
    const { rows } = await owner.query('select scope_ids from template')
    expect(rows).toEqual([{ scope_ids: [nodes.lighthouse.id, nodes.coast.id, nodes.kilima.id] }])
    await owner.query('update org_node set parent_id = $1 where id = $2', [nodes.highlands.id, nodes.kilima.id])
  })
})

describe('is refused', () => {
  test('with a field that there is not', async () => {
    await expect(save(faith, nodes.kilima.id, { body: 'Dear {{person.nam}}' })).rejects.toMatchObject({
      kind: 'RuleBroken',
      code: 'messaging.save-template.unknown-field',
      values: { field: '{{person.nam}}', nearest: '{{person.name}}' },
    })
    expect((await owner.query('select 1 from template')).rowCount).toBe(0)
  })
  test('above and beside one’s own place', async () => {
    await expect(save(faith, nodes.highlands.id)).rejects.toMatchObject({ kind: 'NotAllowed' })
    await expect(save(faith, nodes.mtoni.id)).rejects.toMatchObject({ kind: 'NotFound' })
    await expect(held(faith, nodes.mtoni.id)).rejects.toMatchObject({ kind: 'NotFound' })
  })
  test('at a closed place', async () => {
    await expect(save(faith, nodes.thursdayLunch.id)).rejects.toMatchObject({
      code: 'messaging.save-template.place-closed',
    })
  })
  test.each(['campus-leader', 'finance-director', 'cell-leader', 'small-group-member'] as const)(
    'to %s',
    async (role) => {
      await expect(save(await as(role), nodes.kilima.id)).rejects.toMatchObject({ kind: 'NotAllowed' })
    },
  )
  test('by the database alone as well', async () => {
    await save(samuel, nodes.mtoni.id)
    const rights = { scope: { 'Template.read': [nodes.kilima.id], 'Template.write': [nodes.kilima.id] } }
    await services.db.transaction(rights, {}, async (tx) => {
      expect(await tx.prisma.template.findMany()).toEqual([])
      expect(await tx.prisma.templateVersion.findMany()).toEqual([])
    })
    const at = {
      nodeId: nodes.mtoni.id,
      key: 'alumni',
      language: 'en',
      subject: 'x',
      body: 'x',
      updatedAt: new Date(0),
    }
    const forbidden = services.db.transaction(rights, {}, (tx) =>
      tx.prisma.template.create({ data: { id: nodes.mtoni.id, ...at } }),
    )
    await expect(forbidden).rejects.toThrow(/row-level security/)
  })
})

describe('a preview', () => {
  const preview = (caller: Caller, personId: string, more = {}) =>
    previewTemplate.call(services, caller, { nodeId: nodes.kilima.id, ...welcome, personId, ...more })

  test('shows words that aren’t saved as a real person would get them', async () => {
    const { subject, html, text } = await preview(faith, people.kwame.id, words)
    expect(subject).toBe('Karibu, Kwame Boateng')
    expect(text).toContain('Kilima University is glad.')
    expect(html).toContain('<strong>Kilima University</strong>')
  })
  test('of the product’s own words has a sender', async () => {
    expect((await preview(faith, people.kwame.id)).text).toContain('Ruth Chebet Koech')
  })
  test('needs a person in sight', async () => {
    await expect(preview(faith, people.daniel.id)).rejects.toMatchObject({ kind: 'NotFound' })
  })
})
