/** Every procedure without row-level security: what the code asks for is enough by itself. Source: ACS-4. */
import { rattle } from './rattle.ts'

rattle(['yusuf'], 'abilities')
