/** What files call a small group, in the languages that they come in: one home for every kind that names one. Source: IMP-2. */
export const groupWords = [
  ...['small group', 'cell group', 'group', 'homegroup'],
  ...['kleingruppe', 'hauskreis', 'gruppe', 'petit groupe', 'groupe', 'groupe de maison', 'cellule'],
  ...['grupo pequeño', 'grupo pequeno', 'grupo de vida', 'grupo', 'célula', 'kikundi', 'kundi', 'seli'],
  // Last: beside a name it is more often a phone.
  'cell',
] as const
