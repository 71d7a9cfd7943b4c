import { invalidInput } from '@ministry/kernel/errors'
import { FUNCTIONS, MACROS, METHODS } from './expression-functions.ts'
import { tokens, type Token } from './expression-tokens.ts'
import { calculate, compare, isMissing, member, MISSING, plus, truthy, type Comparison } from './expression-values.ts'

/** What an expression may speak of: the event that started the run, the event that has come, and the time. */
export interface Scope {
  event: unknown
  async?: unknown
  now: Date
}

/** A condition or key of a function, in the server's dialect of CEL. */
export interface Expression {
  text: string
  /** Throws InvalidInput where the server errs (an order between a number and a text). */
  test(scope: Scope): boolean
  /** The value as a text, for keys; empty if it isn't there. Throws InvalidInput as `test` does. */
  key(scope: Scope): string
}

type Names = Record<string, unknown>
type Evaluate = (names: Names, now: number) => unknown

/** Compiles an expression. Throws InvalidInput that says what isn't understood: `%`, an unknown function or name. */
export function compileExpression(text: string): Expression {
  const evaluate = new Parser(text).whole()
  const value = ({ event, async, now }: Scope) => evaluate({ event, async }, now.getTime())
  return {
    text,
    test: (scope) => truthy(value(scope)),
    key(scope) {
      const found = value(scope)
      if (isMissing(found)) return ''
      return typeof found === 'string' ? found : JSON.stringify(found)
    },
  }
}

const COMPARISONS = ['==', '!=', '<=', '>=', '<', '>', 'in']
const LITERALS: Record<string, unknown> = { true: true, false: false, null: null }

/** Recursive descent over: `? :`, `||`, `&&`, comparisons, `+ -`, `* /`, `! -`, members and calls. */
class Parser {
  readonly #text: string
  readonly #tokens: Token[]
  readonly #names: string[] = ['event', 'async']
  #next = 0

  constructor(text: string) {
    this.#text = text
    this.#tokens = tokens(text)
  }

  whole(): Evaluate {
    const result = this.#choice()
    if (this.#peek().kind !== 'end') throw this.#unexpected()
    return result
  }

  #peek = (): Token => this.#tokens[this.#next] ?? { kind: 'end', text: 'the end' }
  #is = (text: string) => this.#peek().text === text && ['sign', 'name'].includes(this.#peek().kind)
  #unexpected = () => invalidInput(`"${this.#text}" has an unexpected ${this.#peek().text}.`)
  #take(): Token {
    const token = this.#peek()
    this.#next++
    return token
  }
  #eat(text: string): boolean {
    if (!this.#is(text)) return false
    this.#next++
    return true
  }
  #need(text: string): void {
    if (!this.#eat(text)) throw this.#unexpected()
  }
  #name(): string {
    if (this.#peek().kind !== 'name') throw this.#unexpected()
    return this.#take().text
  }

  #choice(): Evaluate {
    const condition = this.#or()
    if (!this.#eat('?')) return condition
    const yes = this.#choice()
    this.#need(':')
    const no = this.#choice()
    return (names, now) => (truthy(condition(names, now)) ? yes(names, now) : no(names, now))
  }

  #or(): Evaluate {
    let left = this.#and()
    while (this.#eat('||')) {
      const [first, second] = [left, this.#and()]
      left = (names, now) => {
        const value = first(names, now)
        return truthy(value) ? value : second(names, now)
      }
    }
    return left
  }

  #and(): Evaluate {
    let left = this.#comparison()
    while (this.#eat('&&')) {
      const [first, second] = [left, this.#comparison()]
      left = (names, now) => (truthy(first(names, now)) ? second(names, now) : false)
    }
    return left
  }

  #comparison(): Evaluate {
    let left = this.#sum()
    for (;;) {
      const sign = COMPARISONS.find((each) => this.#eat(each)) as Comparison | undefined
      if (!sign) return left
      const [first, second] = [left, this.#sum()]
      left = (names, now) => compare(sign, first(names, now), second(names, now))
    }
  }

  #sum(): Evaluate {
    let left = this.#product()
    for (;;) {
      const sign = this.#eat('+') ? '+' : this.#eat('-') ? '-' : undefined
      if (!sign) return left
      const [first, second] = [left, this.#product()]
      left = (names, now) =>
        sign === '+'
          ? plus(first(names, now), second(names, now))
          : calculate('-', first(names, now), second(names, now))
    }
  }

  #product(): Evaluate {
    let left = this.#sign()
    for (;;) {
      // The server takes "%" and answers wrongly: refusing it is the only way to behave alike.
      if (this.#is('%')) throw invalidInput(`"${this.#text}" uses "%", which the server doesn't carry out.`)
      const sign = this.#eat('*') ? '*' : this.#eat('/') ? '/' : undefined
      if (!sign) return left
      const [first, second] = [left, this.#sign()]
      left = (names, now) => calculate(sign, first(names, now), second(names, now))
    }
  }

  #sign(): Evaluate {
    if (this.#eat('!')) {
      const inner = this.#sign()
      return (names, now) => {
        const value = inner(names, now)
        return isMissing(value) ? false : !truthy(value)
      }
    }
    if (this.#eat('-')) {
      const inner = this.#sign()
      return (names, now) => calculate('-', 0, inner(names, now))
    }
    return this.#members()
  }

  #members(): Evaluate {
    let subject = this.#primary()
    for (;;) {
      const of = subject
      if (this.#eat('[')) {
        const key = this.#choice()
        this.#need(']')
        subject = (names, now) => member(of(names, now), key(names, now))
      } else if (this.#eat('.')) {
        const name = this.#name()
        subject = this.#eat('(') ? this.#method(of, name) : (names, now) => member(of(names, now), name)
      } else return subject
    }
  }

  #method(subject: Evaluate, name: string): Evaluate {
    const macro = MACROS[name]
    if (macro) {
      const variable = this.#name()
      this.#need(',')
      this.#names.push(variable)
      const body = this.#choice()
      this.#names.pop()
      this.#need(')')
      return (names, now) => {
        const list = subject(names, now)
        return Array.isArray(list) && macro(list, (item) => body({ ...names, [variable]: item }, now))
      }
    }
    const method = METHODS[name]
    if (!method) throw invalidInput(`"${this.#text}" uses the unknown method "${name}".`)
    const argument = this.#argument()
    return (names, now) => method(subject(names, now), argument(names, now))
  }

  /** At most one argument, up to the closing parenthesis. */
  #argument(): Evaluate {
    if (this.#eat(')')) return () => MISSING
    const argument = this.#choice()
    this.#need(')')
    return argument
  }

  #primary(): Evaluate {
    const token = this.#take()
    if (token.kind === 'number' || token.kind === 'text') return () => token.value
    if (token.kind === 'name') return this.#named(token.text)
    if (token.text === '(') {
      const inner = this.#choice()
      this.#need(')')
      return inner
    }
    if (token.text === '[') return this.#list()
    this.#next--
    throw this.#unexpected()
  }

  #list(): Evaluate {
    const items: Evaluate[] = []
    while (!this.#eat(']')) {
      if (items.length) this.#need(',')
      items.push(this.#choice())
    }
    return (names, now) => items.map((item) => item(names, now))
  }

  #named(name: string): Evaluate {
    if (Object.hasOwn(LITERALS, name)) return () => LITERALS[name]
    if (this.#eat('(')) {
      const argument = this.#argument()
      if (name === 'has') return (names, now) => !isMissing(argument(names, now))
      const called = FUNCTIONS[name]
      if (!called) throw invalidInput(`"${this.#text}" uses the unknown function "${name}".`)
      return (names, now) => called(argument(names, now), now)
    }
    if (!this.#names.includes(name)) throw invalidInput(`"${this.#text}" uses the unknown name "${name}".`)
    return (names) => names[name] ?? MISSING
  }
}
