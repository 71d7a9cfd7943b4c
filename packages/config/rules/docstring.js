import { isIn, placeOf } from './places.js'

const where = ['packages/domain/src', 'packages/access/src', 'packages/kernel/src']
const except = ['**/*.test.ts', '**/*.schema.ts', '**/index.ts']
const functions = ['ArrowFunctionExpression', 'FunctionExpression']
const verbs = /^(query|mutation|workflow)$/

/** Exported functions and verbs of the product say in a docstring what they are for. */
export default {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: {
      missing: '`{{ name }}` is exported: say in a docstring what it is for, its units, its errors and its source.',
    },
  },
  create(context) {
    const place = placeOf(context.filename)
    if (!isIn(place, where) || isIn(place, except)) return {}
    const check = (node, name) => {
      const before = context.sourceCode.getCommentsBefore(node)
      if (!before.some((comment) => comment.type === 'Block' && /^\*\s*\S/.test(comment.value)))
        context.report({ node, messageId: 'missing', data: { name } })
    }
    return {
      // Overload signatures are documented at the first of them.
      ExportNamedDeclaration(node) {
        const { declaration } = node
        if (['FunctionDeclaration', 'TSDeclareFunction'].includes(declaration?.type)) {
          if (!overloadOf(node, declaration.id.name)) check(node, declaration.id.name)
        } else if (declaration?.type === 'VariableDeclaration')
          for (const { id, init } of declaration.declarations) if (isCallable(init)) check(node, id.name)
      },
    }
  },
}

const isCallable = (init) =>
  functions.includes(init?.type) || (init?.type === 'CallExpression' && verbs.test(init.callee.name))

const overloadOf = (node, name) => {
  const siblings = node.parent.body
  const before = siblings[siblings.indexOf(node) - 1]?.declaration
  return before?.type === 'TSDeclareFunction' && before.id.name === name
}
