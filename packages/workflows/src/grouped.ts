/**
 * Gathers what is asked for while earlier askings are under way, and asks for it together: under load many transactions
 * become one, and without load nothing waits. `carryOut` answers in the order of its items.
 */
export function grouped<Item, Result>(
  carryOut: (items: Item[]) => Promise<Result[]>,
  { most = 100, atOnce = 2 } = {},
): (item: Item) => Promise<Result> {
  let waiting: { item: Item; settle: PromiseWithResolvers<Result> }[] = []
  let busy = 0

  const work = async () => {
    busy++
    // Whoever asks in the same turn of the event loop belongs to the same group.
    await new Promise(setImmediate)
    while (waiting.length) {
      const group = waiting.slice(0, most)
      waiting = waiting.slice(most)
      try {
        const results = await carryOut(group.map(({ item }) => item))
        group.forEach(({ settle }, index) => settle.resolve(results[index] as Result))
      } catch (error) {
        group.forEach(({ settle }) => settle.reject(error))
      }
    }
    busy--
  }

  return (item) => {
    const settle = Promise.withResolvers<Result>()
    waiting.push({ item, settle })
    if (busy < atOnce) void work()
    return settle.promise
  }
}
