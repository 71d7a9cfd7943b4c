export { openProduct, type Product, type ProductOptions } from './product.ts'
export { createCaller, rootRouter, type Api, type RootRouter } from './root.ts'
export { running } from './running.ts'
export type { Authenticated } from '@ministry/auth'
