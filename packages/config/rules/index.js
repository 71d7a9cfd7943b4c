import docstring from './docstring.js'
import fileName from './file-name.js'
import moduleState from './module-state.js'
import oneHome from './one-home.js'

/** The house rules as an ESLint plugin. */
export default { rules: { docstring, 'file-name': fileName, 'module-state': moduleState, 'one-home': oneHome } }
