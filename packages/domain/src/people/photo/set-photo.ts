import { allow, find } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import { notFound, ruleBroken } from '@ministry/kernel/errors'
import { attach } from '../../files/index.ts'
import { mutation } from '../../verb.ts'
import { lockPeople } from '../lock-people.ts'
import { done, setPhotoInput } from '../people.schema.ts'
import type { PersonRow } from '../person-row.ts'
import { recordConsent } from '../record-consent.ts'
import { saidOfPhotos } from './person-photo.ts'
import { takePhotoAway } from './take-photo-away.ts'

/**
 * Hangs an uploaded picture on a person as their photo, in the place of the one before. A photo stands only on the person's yes to
 * `photos`: on record already, said now (`consent`, with its wording), or given by the person who uploads their own. Errors:
 * NotFound (the person, the upload), NotAllowed (to take back a no), RuleBroken people.set-photo.{no-consent, no-picture}. Source: PPL-1, PRV-2, DOC-1.
 */
export const setPhoto = mutation({
  name: 'people.set-photo',
  permission: { action: 'update', noun: 'Person' },
  input: setPhotoInput,
  output: done,
  async run(ctx, { id, fileId, consent }) {
    await lockPeople(ctx, [id])
    const person = await find<PersonRow>(ctx, 'read', 'Person', id)
    allow(ctx, 'update', 'Person', person, 'photo')
    const own = id === ctx.principal.personId
    const said = await saidOfPhotos(ctx, [id])
    if (own || consent) {
      // A no that was said through another channel is a no as well.
      if (said === false) allow(ctx, 'renew-consent', 'Person', person)
      await recordConsent(ctx, { ...yesTo, id, source: consent ?? 'own-upload' }, true)
    }
    if (!(await saidOfPhotos(ctx, [id]))) throw ruleBroken('people.set-photo.no-consent')
    if (person.homeNodeId === null) throw notFound('OrgNode')
    const node = { id: person.homeNodeId, scopeIds: person.homeIds }
    await takePhotoAway(ctx, person)
    await attach(ctx, [fileId], { noun: 'Person', id, node })
    const [square] = await ctx.tx.rows(
      sql`select 1 from file f where f.id = ${fileId}::uuid and f.subject_id = ${id}::uuid and f.width = f.height`,
    )
    if (!square) throw ruleBroken('people.set-photo.no-picture')
    await ctx.tx.rows(sql`update person set photo_id = ${fileId}::uuid, updated_at = ${ctx.at} where id = ${id}::uuid`)
    const photo = (set: boolean) => ({ photo: set })
    ctx.audit({ noun: 'Person', subjectId: id, node, before: photo(person.photoId !== null), after: photo(true) })
    return { id }
  },
})
const yesTo = { channel: 'in-app', purpose: 'photos' } as const
