/** What a file can say of a task, in the words of other systems. Source: IMP-1, IMP-2, PPL-6. */
import type { ImportField } from '../import-kind.ts'
import { whoFields } from './rows-about.ts'

const list = (...texts: string[]) => texts.flatMap((text) => text.split(', '))

export const followUpFields: readonly ImportField[] = [
  ...whoFields,
  {
    ...{ key: 'taskTitle', label: 'imports_field_task_title', heading: 'Task', kind: 'text' },
    example: 'Ask how the exams went',
    aliases: list(
      'title, to do, todo, follow up, followup, follow up type, what, action, subject, task name, workflow, step',
      'aufgabe, was, tâche, suivi, tarea, seguimiento, tarefa, acompanhamento, kazi, ufuatiliaji',
    ),
  },
  {
    ...{ key: 'taskDetail', label: 'imports_field_task_detail', heading: 'Note', example: '', kind: 'text' },
    aliases: list(
      'notes, details, detail, description, comment, comments, remark, instructions',
      'notiz, bemerkung, beschreibung, remarque, description, nota, notas, observación, descripción, observação, descrição, maelezo',
    ),
  },
  {
    ...{ key: 'taskDue', label: 'imports_field_task_due', heading: 'Due', example: '', kind: 'date' },
    aliases: list(
      'due date, due on, due by, date due, deadline, until, by when, fällig, fällig am, fälligkeit, bis',
      'échéance, date d’échéance, vence, vencimiento, fecha límite, prazo, data limite, vencimento, tarehe ya mwisho',
    ),
  },
  {
    ...{ key: 'taskAssignee', label: 'imports_field_task_assignee', heading: 'Assigned to', example: '', kind: 'text' },
    aliases: list(
      'assignee, assigned, responsible, owner, who, by whom, leader, zuständig, verantwortlich, zugewiesen an',
      'responsable, assigné à, asignado a, encargado, responsável, atribuído a, mhusika, aliyepewa',
    ),
  },
  {
    ...{ key: 'taskState', label: 'imports_field_task_state', heading: 'Status', example: '', kind: 'choice' },
    aliases: list('state, done, completed, task status, zustand, erledigt, statut, état, estado, situação, hali'),
    choices: [
      {
        value: 'open',
        aliases: list(
          'open, new, to do, todo, pending, in progress, ready, waiting, snoozed, overdue, not started, no, offen, neu',
          'ouvert, en cours, abierto, pendiente, aberto, pendente, wazi, inasubiri',
        ),
      },
      {
        value: 'closed',
        aliases: list(
          'closed, done, complete, completed, finished, removed, dropped, cancelled, canceled, skipped, yes, erledigt, abgeschlossen',
          'terminé, fait, annulé, hecho, terminado, completado, cancelado, feito, concluído, imekamilika',
        ),
      },
    ],
  },
]
