import { expect, test } from 'vitest'
import { phoneRegionOf } from './phone-region.ts'

test('numbers that fit the place are read as its own', () =>
  expect(phoneRegionOf(['0712 555 101', '', '+1 217 555 0101'], ['USA'], 'KE')).toEqual({
    region: 'KE',
    read: 2,
    of: 2,
  }))

test('numbers of another country are read as the country that the file names', () =>
  expect(phoneRegionOf(['0151 12345678', '030 1234567'], ['Germany', 'Germany', 'Kenya'], 'KE')).toMatchObject({
    region: 'DE',
  }))

test('(217) 555-0101 is North American wherever it is uploaded', () =>
  expect(phoneRegionOf(['(217) 555-0101', '(217) 555-0102'], [], 'KE')).toEqual({ region: 'US', read: 2, of: 2 }))

test('where nothing tells, the place’s own stays and the counts say so', () =>
  expect(phoneRegionOf(['030 1234567 / extension', '0151 99'], [], 'KE')).toEqual({ region: 'KE', read: 0, of: 2 }))

test('without numbers there is nothing to tell', () =>
  expect(phoneRegionOf([' ', ''], [], 'UG')).toEqual({ region: 'UG', read: 0, of: 0 }))
