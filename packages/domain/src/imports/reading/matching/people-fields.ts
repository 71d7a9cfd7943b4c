import type { Choice, FieldKind, ImportField } from './import-field.ts'
import { contactWords, homeWords, peopleHeadings, weakHeadings } from './people-headings.ts'

export type PeopleFieldKey = keyof typeof peopleHeadings

const words = (text: string): string[] => text.split(',').map((word) => word.trim())

/** Genders as files write them. Unknown words are asked about; words for "not said" are read as blank. */
export const genderChoices: readonly Choice[] = [
  {
    value: 'male',
    aliases: words(
      'male, m, man, boy, männlich, mann, herr, masculin, homme, h, garçon, masculino, hombre, varón, homem, mwanaume, mume, me, mvulana, mr, mister, monsieur, señor, senhor',
    ),
  },
  {
    value: 'female',
    aliases: words(
      'female, f, woman, w, girl, weiblich, frau, féminin, femme, fille, femenino, mujer, feminino, mulher, mwanamke, ke, msichana, mrs, ms, miss, madame, mademoiselle, señora, señorita, senhora',
    ),
  },
  {
    value: 'other',
    aliases: words('other, o, x, d, divers, diverse, non-binary, nonbinary, autre, otro, otra, outro, outra'),
  },
]

/** States of the life-cycle (PPL-2) as files write them. */
export const stateChoices: readonly Choice[] = [
  {
    value: 'visitor',
    aliases: words(
      'visitor, guest, newcomer, new, attender, attendee, regular attender, attending, prospect, first time, first-time visitor, contact, friend, participant, seeker, non-member, nonmember, web prospect, crowd, regular visitor, first timer, interested, besucher, gast, freund, interessent, interessiert, visiteur, invité, visitante, invitado, amigo, frecuentador, frequentador, convidado, mgeni, mhudhuriaji',
    ),
  },
  {
    value: 'member',
    aliases: words(
      'member, active, active member, full member, core, core member, regular, committed, in progress, mitglied, aktives mitglied, aktiv, membre, membre actif, actif, miembro, miembro activo, activo, membro, membro ativo, ativo, mwanachama, mshirika, hai',
    ),
  },
  {
    value: 'pre_graduate',
    aliases: words(
      'pre graduate, pre-graduate, pregraduate, graduating, finalist, final year, final year student, senior, finalista, abschlussjahrgang, dernière année, último año, último ano, mhitimu mtarajiwa',
    ),
  },
  {
    value: 'alumni',
    aliases: words(
      'alumni, alumnus, alumna, alum, graduate, graduated, former student, ehemalig, ehemalige, ehemaliger, absolvent, absolventin, ancien, ancienne, ancien étudiant, diplômé, diplômée, exalumno, ex-alumno, egresado, graduado, egresso, ex-aluno, mhitimu',
    ),
  },
  {
    value: 'inactive',
    aliases: words(
      'inactive, inactive member, non-attender, non attender, dormant, pending reactivation, lapsed, not active, paused, inaktiv, passiv, inactif, inactivo, inativo, si hai, asiye hai',
    ),
  },
  {
    value: 'archived',
    aliases: words(
      'archived, archive, left, moved, moved away, removed, former member, transferred, deceased, ehemaliges mitglied, ancien membre, antiguo miembro, ex-membro, closed, archiviert, ausgetreten, weggezogen, archivé, parti, archivado, retirado, arquivado, desligado, ameondoka',
    ),
  },
]

type Extra = Partial<Omit<ImportField, 'key' | 'label' | 'aliases' | 'kind' | 'heading' | 'example'>>

const field = (
  key: PeopleFieldKey,
  kind: FieldKind,
  heading: string,
  example: string,
  extra: Extra = {},
): ImportField => ({
  key,
  label: `imports_read_field_${key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`,
  heading,
  example,
  kind,
  aliases: peopleHeadings[key],
  ...(key in weakHeadings ? { weakAliases: weakHeadings[key as keyof typeof weakHeadings] } : {}),
  ...extra,
})

/**
 * What an import of people and memberships takes. `active` is a column that tells only active or not (Planning Center's
 * Status beside its Membership): "no" makes the state inactive, "yes" leaves it as `state` says. `node` is the name or
 * code of a campus or group below the importer's node. Source: PPL-1, PPL-2, IMP-1.
 */
export const peopleFields: readonly ImportField[] = [
  field('externalId', 'text', 'ID', 'A-1001'),
  field('name', 'name', 'Full name', 'Amina Wanjiru Otieno'),
  field('givenName', 'text', 'First name', 'Amina'),
  field('middleName', 'text', 'Middle name', 'Wanjiru'),
  field('familyName', 'text', 'Last name', 'Otieno'),
  field('prefix', 'text', 'Name prefix', ''),
  field('suffix', 'text', 'Name suffix', ''),
  field('preferredName', 'text', 'Preferred name', 'Ami'),
  field('gender', 'choice', 'Gender', 'female', { choices: genderChoices }),
  field('birthDate', 'partial-date', 'Birth date', '2004-05-17', { past: true }),
  field('emails', 'email', 'Email', 'amina@example.org', { multiple: true, prefixes: contactWords }),
  field('phones', 'phone', 'Phone', '0712 345 678', { multiple: true, prefixes: contactWords }),
  field('street', 'text', 'Street', '12 Uhuru Road', { prefixes: homeWords }),
  field('street2', 'text', 'Street line 2', '', { prefixes: homeWords }),
  field('city', 'text', 'City', 'Nairobi', { prefixes: homeWords }),
  field('province', 'text', 'Province', 'Nairobi County', { prefixes: homeWords }),
  field('postalCode', 'text', 'Postal code', '00100', { prefixes: homeWords }),
  field('country', 'country', 'Country', 'Kenya', { prefixes: homeWords }),
  field('institution', 'text', 'Institution', 'University of Nairobi'),
  field('courseOfStudy', 'text', 'Course of study', 'Medicine'),
  field('expectedGraduation', 'month', 'Expected graduation', '2028-06'),
  field('languages', 'text', 'Languages', 'English; Swahili', { multiple: true }),
  field('emergencyName', 'text', 'Emergency contact name', 'Grace Otieno'),
  field('emergencyPhone', 'phone', 'Emergency contact phone', '0733 345 678'),
  field('node', 'text', 'Small group', ''),
  field('state', 'choice', 'Membership status', 'member', { choices: stateChoices }),
  field('active', 'boolean', 'Active', 'yes'),
  field('joinedOn', 'date', 'Date joined', '2025-09-01'),
  // "Do not mail" is less than do not contact at all: a person has to say so.
  field('doNotContact', 'boolean', 'Do not contact', 'no', { cautious: true }),
]
