import { expect, test } from 'vitest'
import { readField } from './read-field.ts'

test('answers come in order with their keys; one without words is left out', () => {
  const form = new FormData()
  form.set('label', ' Shirt ')
  form.set('help', '')
  form.set('sensitive', 'on')
  form.set('option.10.label', 'XL')
  form.set('option.0.label', 'Small')
  form.set('option.0.key', 'small')
  form.set('option.1.label', ' ')
  form.set('option.1.key', 'large')
  expect(readField(form)).toEqual({
    label: 'Shirt',
    help: null,
    required: false,
    sensitive: true,
    options: [{ label: 'Small', key: 'small' }, { label: 'XL' }],
  })
})
