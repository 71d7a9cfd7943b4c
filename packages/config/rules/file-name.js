import { placeOf } from './places.js'

const empty = /^(utils?|helpers?|commons?|services?|managers?)$/
const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*\.(ts|js|mjs)$/
const pascal = /^([A-Z][a-z0-9]*)+\.svelte$/
const route = /(^|\/)(\+[a-z@.-]+|[a-z-]+\.svelte)\.(ts|js|svelte)$/

/** Files are named for what is in them: kebab-case, components in PascalCase, and none of the words that mean nothing. */
export default {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      empty: '"{{ word }}" says nothing about what is in here: name it for what it does.',
      kebab: 'Files are named in kebab-case: {{ file }}.',
      pascal: 'Components are named in PascalCase: {{ file }}.',
    },
  },
  create: (context) => ({
    Program(node) {
      const place = placeOf(context.filename)
      const file = place.split('/').at(-1)
      const word = place
        .replaceAll('service-worker', '')
        .split(/[/.+[\]()_-]|(?<=[a-z])(?=[A-Z])/)
        .map((part) => part.toLowerCase())
        .find((part) => empty.test(part))
      if (word) context.report({ node, messageId: 'empty', data: { word } })
      if (route.test(place)) return
      if (file.endsWith('.svelte')) {
        if (!pascal.test(file)) context.report({ node, messageId: 'pascal', data: { file } })
      } else if (!kebab.test(file)) context.report({ node, messageId: 'kebab', data: { file } })
    },
  }),
}
