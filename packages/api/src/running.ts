import type { Product } from './product.ts'

// The web framework bundles its hooks apart from the server that opened the product; a registered symbol is the one
// thing that both see. Set once, before the first request.
const key = Symbol.for('ministry.product')
const holder = globalThis as { [key]?: Product }

/** The product that this process runs. */
export function running(): Product {
  const product = holder[key]
  if (!product) throw new Error('The product is not open yet')
  return product
}

/** Names the product that this process runs: whoever opened it does so, before the first request. */
export function setRunning(product: Product): void {
  holder[key] = product
}
