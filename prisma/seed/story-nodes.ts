/** The places of the demo: a movement with two regions, and another movement that must never be seen from it. Source: ORG-1. */
import type { NodeKind } from '@ministry/access'
import { fixedId } from './fixed-id.ts'

export interface StoryNode {
  id: string
  kind: NodeKind
  name: string
  parentId: string | null
  /** From the National node down to the node itself. */
  scopeIds: readonly string[]
  openedOn: string
  closedOn?: string
  code?: string
  settings?: { timeZone?: string; currency?: string; language?: string; country?: string; contactEmail?: string }
}

type Extras = Omit<StoryNode, 'id' | 'kind' | 'name' | 'parentId' | 'scopeIds' | 'openedOn'>

function plant() {
  let count = 0
  return (kind: NodeKind, name: string, under: StoryNode | null, openedOn: string, extras: Extras = {}): StoryNode => {
    const id = fixedId('node', ++count)
    return {
      id,
      kind,
      name,
      parentId: under?.id ?? null,
      scopeIds: [...(under?.scopeIds ?? []), id],
      openedOn,
      ...extras,
    }
  }
}

function lighthouseAndHarvest() {
  const node = plant()
  const lighthouse = node('National', 'Lighthouse Student Movement', null, '2009-02-14', {
    code: 'LSM',
    settings: {
      timeZone: 'Africa/Nairobi',
      currency: 'KES',
      language: 'en',
      country: 'KE',
      contactEmail: 'office@lighthouse.example.org',
    },
  })
  const board = node('Board', 'Board', lighthouse, '2009-02-14')

  const highlands = node('Region', 'Highlands Region', lighthouse, '2009-03-01', { code: 'HIGH' })
  const kilima = node('Campus', 'Kilima University', highlands, '2010-09-06', {
    code: 'KILIMA',
    settings: { contactEmail: 'kilima@lighthouse.example.org' },
  })
  const mustardSeed = node('SmallGroup', 'Mustard Seed', kilima, '2016-09-12')
  const emmaus = node('SmallGroup', 'Emmaus', kilima, '2017-01-16')
  const bereans = node('SmallGroup', 'Bereans', kilima, '2018-09-10')
  const hilltop = node('SmallGroup', 'Hilltop', kilima, '2024-01-15')
  const thursdayLunch = node('SmallGroup', 'Thursday Lunch', kilima, '2022-02-10', { closedOn: '2025-06-30' })
  const mtoni = node('Campus', 'Mtoni Polytechnic', highlands, '2013-01-14', { code: 'MTONI' })
  const anchor = node('SmallGroup', 'Anchor', mtoni, '2018-01-15')
  const firstLight = node('SmallGroup', 'First Light', mtoni, '2023-01-16')
  const savanna = node('Campus', 'Savanna State University', highlands, '2016-09-05', { code: 'SAVANNA' })
  const roots = node('SmallGroup', 'Roots', savanna, '2017-09-11')
  const wellspring = node('SmallGroup', 'Wellspring', savanna, '2023-09-11')
  const highlandsGraduates = node('GraduateNetwork', 'Highlands Graduates', highlands, '2014-05-01')
  const youngProfessionals = node('GraduateGroup', 'Young Professionals', highlandsGraduates, '2014-05-01')
  const healthWorkers = node('GraduateGroup', 'Health Workers', highlandsGraduates, '2018-01-20')
  const teachers = node('GraduateGroup', 'Teachers’ Table', highlandsGraduates, '2019-08-15')

  const coast = node('Region', 'Coast Region', lighthouse, '2011-05-02', { code: 'COAST' })
  const bahari = node('Campus', 'Bahari University', coast, '2011-09-05', { code: 'BAHARI' })
  const harbour = node('SmallGroup', 'Harbour', bahari, '2015-09-14')
  const tide = node('SmallGroup', 'Tide', bahari, '2017-09-11')
  const lanterns = node('SmallGroup', 'Lanterns', bahari, '2024-09-09')
  const mawingu = node('Campus', 'Mawingu College of Health', coast, '2018-01-15', { code: 'MAWINGU' })
  const upperRoom = node('SmallGroup', 'Upper Room', mawingu, '2018-09-10')
  const coastGraduates = node('GraduateNetwork', 'Coast Graduates', coast, '2016-02-01')
  const oldTown = node('GraduateGroup', 'Old Town', coastGraduates, '2016-02-01')
  const diaspora = node('GraduateGroup', 'Diaspora', coastGraduates, '2020-11-01', {
    settings: { timeZone: 'Europe/Berlin' },
  })

  const harvest = node('National', 'Harvest Campus Fellowship', null, '2015-06-01', {
    code: 'HCF',
    settings: { timeZone: 'Africa/Accra', currency: 'GHS', language: 'en', country: 'GH' },
  })
  const harvestNorth = node('Region', 'Northern Region', harvest, '2015-06-01')
  const harvestCampus = node('Campus', 'Savelugu University', harvestNorth, '2015-09-07')
  const harvestGroup = node('SmallGroup', 'Sowers', harvestCampus, '2016-01-18')

  return {
    lighthouse,
    board,
    highlands,
    kilima,
    mustardSeed,
    emmaus,
    bereans,
    hilltop,
    thursdayLunch,
    mtoni,
    anchor,
    firstLight,
    savanna,
    roots,
    wellspring,
    highlandsGraduates,
    youngProfessionals,
    healthWorkers,
    teachers,
    coast,
    bahari,
    harbour,
    tide,
    lanterns,
    mawingu,
    upperRoom,
    coastGraduates,
    oldTown,
    diaspora,
    harvest,
    harvestNorth,
    harvestCampus,
    harvestGroup,
  }
}

export const nodes = lighthouseAndHarvest()
export type NodeName = keyof typeof nodes
