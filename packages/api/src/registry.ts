/** What capabilities of different tiers put into one thing: the life line, the signs of life, requests, what files hang on. Source: PPL-3, AUT-4, APR-1, DOC-1. */
import { roleKind, rolesOfLife, signInSigns } from '@ministry/domain/accounts'
import { caseFiles, type RequestKind } from '@ministry/domain/approvals'
import { automationsOfLife } from '@ministry/domain/automation'
import { eventKind } from '@ministry/domain/events'
import { expenseKind } from '@ministry/domain/finance'
import type { FileSubject } from '@ministry/domain/files'
import { importsOfLife } from '@ministry/domain/imports'
import { mailsOfLife } from '@ministry/domain/messaging'
import { joiningSigns, membershipsOfLife, ownEditSigns, wishesOfLife } from '@ministry/domain/people'

/** Who knows something of a person's past; the order is by time, whoever tells it. */
export const lifeLine = [membershipsOfLife, wishesOfLife, rolesOfLife, mailsOfLife, automationsOfLife, importsOfLife]
/** Where signs of life are recorded; attendance and registrations will stand here too. */
export const signs = [signInSigns, ownEditSigns, joiningSigns]
/** What can be asked for through approvals, each with its checks, its route and what is done at the end. */
export const requestKinds: readonly RequestKind[] = [expenseKind, roleKind, eventKind]
/** What files may be attached to, each with who may read it. */
export const fileSubjects: readonly FileSubject[] = [caseFiles]
