import { isIn, placeOf } from './places.js'

const where = [
  'packages/{kernel,db,access,auth,mail,workflows,domain,api}/src',
  'apps/web/src/lib/server',
  'apps/web/*.ts',
]
const except = ['**/*.test.ts']

/** A server serves many people from one process: nothing of one request may be kept in a module for the next. */
export default {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      state:
        '`{{ name }}` is state of the module, and would be common to all requests: keep it in what a factory returns.',
    },
  },
  create(context) {
    const place = placeOf(context.filename)
    if (!isIn(place, where) || isIn(place, except)) return {}
    const check = (declaration) => {
      if (declaration.declare) return
      for (const { id, init } of declaration.declarations)
        if (declaration.kind !== 'const' || isCollector(init))
          context.report({ node: declaration, messageId: 'state', data: { name: context.sourceCode.getText(id) } })
    }
    return {
      'Program > VariableDeclaration': check,
      'Program > ExportNamedDeclaration > VariableDeclaration': check,
    }
  },
}

/** An empty Map, Set or array is there to be filled. */
const isCollector = (init) =>
  (init?.type === 'NewExpression' && /^(Map|Set)$/.test(init.callee.name) && init.arguments.length === 0) ||
  (init?.type === 'ArrayExpression' && init.elements.length === 0)
