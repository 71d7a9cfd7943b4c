/** A list of newcomers that waits in the demo to be looked through before it comes in. Source: IMP-1, IMP-2. */
import { story } from '@ministry/seed'
import type { Stage } from './acting.ts'

const { nodes } = story

/** Uploads a sheet of the freshers' desk: some are new, one is known already, some rows have something wrong. */
export async function listAnew(stage: Stage): Promise<void> {
  const faith = await stage.as('faith', [0, '07:45'])
  await faith.imports.upload({ nodeId: nodes.kilima.id, fileName: 'freshers-desk.csv', content: desk })
}

const desk = `Jina kamili,Barua pepe,Simu,Kikundi,Chuo,Mwaka wa kuhitimu
Rose Nafula Wekulo,rose.wekulo@example.org,0722 400 901,Mustard Seed,Kilima University,2030
Dominic Kiplimo Sang,dominic.sang@example.org,0722 400 902,Emmaus,Kilima University,2029
Faiza Mohamed Noor,faiza.noor@example.org,0722 400 903,,Kilima University,2030
Stephen Macharia Waweru,stephen.waweru@example,0722 400 904,Hilltop,Kilima University,2028
Liz Odhiambo,,0722 400 318,Bereans,Kilima University,2028
Beatrice Nyaboke Omwenga,beatrice.omwenga@example.org,07224,Mustard Seed,Kilima University,2030
Joshua Lokwawi Ekai,joshua.ekai@example.org,0722 400 907,Sunrise,Kilima University,2029
Caroline Awuor Okelo,caroline.okelo@example.org,0722 400 908,Emmaus,Kilima University,next year
`
