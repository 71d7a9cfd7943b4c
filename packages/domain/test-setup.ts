/** Every database of the domain's tests begins with the demo's story. */
import { withServer } from '@ministry/db/test-setup'
import { seedDemo } from '@ministry/seed'

// No test of the domain signs in with a password: what is kept need not be a hash.
export default withServer(async (ownerUrl) => void (await seedDemo(ownerUrl, (password) => Promise.resolve(password))))
