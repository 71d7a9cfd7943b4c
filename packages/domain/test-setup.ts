/** Every database of the domain's tests begins with the demo's story. */
import { createPasswords } from '@ministry/auth'
import { withServer } from '@ministry/db/test-setup'
import { seedDemo } from '@ministry/seed'

/** What the story's password is peppered with in tests; cheap to check. */
export const testPasswords = createPasswords({ pepper: 'pepper of the tests', cost: 4 })

export default withServer(async (ownerUrl) => void (await seedDemo(ownerUrl, testPasswords.hash)))
