/** Names of what is fixed about people, in the reader's language. */
import { m } from '@ministry/kernel/messages'

const nameIn = (names: Record<string, () => string>) => (key: string) => names[key]?.() ?? ''

/** Where somebody stands in the life-cycle: `Pre-graduate`. */
export const stateName = nameIn({
  visitor: m.people_state_visitor,
  member: m.people_state_member,
  pre_graduate: m.people_state_pre_graduate,
  alumni: m.people_state_alumni,
  inactive: m.people_state_inactive,
  archived: m.people_state_archived,
})
/** `Female`. */
export const genderName = nameIn({
  female: m.people_gender_female,
  male: m.people_gender_male,
  other: m.people_gender_other,
})
/** A way to reach somebody: `E-mail`. */
export const channelName = nameIn({
  email: m.people_channel_email,
  sms: m.people_channel_sms,
  phone: m.people_channel_phone,
  post: m.people_channel_post,
  'in-app': m.people_channel_in_app,
})
/** What for: `Newsletter`. */
export const purposeName = nameIn({
  ministry: m.people_purpose_ministry,
  newsletter: m.people_purpose_newsletter,
  fundraising: m.people_purpose_fundraising,
  photos: m.people_purpose_photos,
  'group-list': m.people_purpose_seen_by_group,
})
const kinds = {
  text: m.people_kind_text,
  'long-text': m.people_kind_long_text,
  number: m.people_kind_number,
  date: m.people_kind_date,
  'yes-no': m.people_kind_yes_no,
  'one-of': m.people_kind_one_of,
  'several-of': m.people_kind_several_of,
  link: m.people_kind_link,
}
/** What a field of one's own holds: `One of several answers`. */
export const kindName = nameIn(kinds)
/** All kinds, to choose from. */
export const fieldKindNames = () => Object.entries(kinds).map(([value, name]) => ({ value, label: name() }))
/** Who says when somebody graduates. */
export const sourceName = nameIn({
  person: m.people_source_person,
  institution: m.people_source_institution,
  leader: m.people_source_leader,
  import: m.people_source_import,
})
