import * as table from './homes.js'
import { isIn, placeOf } from './places.js'

/** Keeps each dangerous import, member and name, and the machine's clock, in its one home (homes.js). */
export default {
  meta: {
    type: 'problem',
    schema: [],
    messages: { away: '{{ what }} stands only in {{ homes }}: {{ instead }}.' },
  },
  create(context) {
    const place = placeOf(context.filename)
    const barred = (entry) => !isIn(place, entry.homes)
    const imports = table.imports.filter(barred)
    const members = table.members.filter(barred)
    const names = table.names.filter(barred)
    const report = (node, what, { homes, instead }) =>
      context.report({ node, messageId: 'away', data: { what, instead, homes: homes.join(', ') || 'no file' } })

    const checkImport = (node, source, onlyTypes = false) => {
      if (typeof source !== 'string') return
      const entry = imports.find((entry) => entry.source.test(source))
      if (entry && !(onlyTypes && isIn(place, entry.types ?? []))) report(node, `"${source}"`, entry)
    }
    const checkName = (node, name) => {
      const entry = names.find((entry) => entry.name === name)
      if (entry) report(node, `\`${name}\``, entry)
    }
    const checkMember = (node, object, property) => {
      const entry = members.find((entry) => entry.property.test(property) && (!entry.object || entry.object === object))
      if (entry) report(node, `\`${entry.object ? `${object}.` : ''}${property}\``, entry)
    }
    const checkClock = (node, what) => {
      if (barred(table.clock)) report(node, `\`${what}\``, table.clock)
    }

    return {
      ImportDeclaration: (node) => checkImport(node, node.source.value, node.importKind === 'type'),
      ImportSpecifier: (node) => checkMember(node, node.parent.source.value.replace('node:', ''), node.imported.name),
      ExportNamedDeclaration: (node) => checkImport(node, node.source?.value, node.exportKind === 'type'),
      ExportAllDeclaration: (node) => checkImport(node, node.source.value, node.exportKind === 'type'),
      ImportExpression: (node) => checkImport(node, node.source.value),
      TSImportType: (node) => checkImport(node, node.source?.value ?? node.argument?.literal?.value, true),
      "CallExpression[callee.name='require']": (node) => checkImport(node, node.arguments[0]?.value),
      Identifier: (node) => checkName(node, node.name),
      MemberExpression: (node) => checkMember(node, nameOf(node.object), propertyOf(node)),
      Property: (node) => {
        if (node.parent.type === 'ObjectPattern') checkMember(node, nameOf(node.parent.parent?.init), propertyOf(node))
      },
      "NewExpression[callee.name='Date'][arguments.length=0]": (node) => checkClock(node, 'new Date()'),
      "CallExpression[callee.name='Date']": (node) => checkClock(node, 'Date()'),
      "MemberExpression[object.name='Date'][property.name='now']": (node) => checkClock(node, 'Date.now()'),
      "MemberExpression[object.name='Temporal'][property.name='Now']": (node) => checkClock(node, 'Temporal.Now'),
    }
  },
}

/** The name at the end of an expression: `process` for both `process` and `globalThis.process`. */
const nameOf = (node) => (node?.type === 'MemberExpression' ? propertyOf(node) : (node?.name ?? ''))

const propertyOf = (node) => {
  const key = node.property ?? node.key
  return key.type === 'Literal' ? String(key.value) : node.computed ? '' : (key.name ?? '')
}
