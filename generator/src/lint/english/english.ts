import nlp from 'compromise/two'

/** What English has to say of the words of a name. Of words that it does not know it says nothing. */
export interface English {
  /** Whether they begin with a verb that tells somebody to do something: `send email`. */
  isCommand(words: readonly string[]): boolean
  /** Which of the words says that something happened: 1 for `order placed`. */
  happenedAt(words: readonly string[]): number | undefined
  /** A command as what has happened once it was done: `send email` gives `email sent`. */
  asHappened(words: readonly string[]): readonly string[]
}

interface Term {
  readonly normal: string
  readonly tags: readonly string[]
}

interface Model {
  readonly one: { readonly lexicon: Readonly<Record<string, string | readonly string[]>> }
  readonly two: { readonly switches: Readonly<Record<string, string>> }
}

interface Methods {
  readonly two: {
    readonly transform: {
      readonly verb: { conjugate(verb: string, model: unknown): { readonly PastTense?: string } }
    }
  }
}

/** Verbs of software that the library knows by their endings alone, which words of other languages have too. */
const verbs = new Set(
  'connect deactivate delete disconnect execute notify provision subscribe unsubscribe unregister upsert'.split(' '),
)
/** Nouns, too, but not before an order. */
const doneToOrders = new Set('pack place ship'.split(' '))
/** Nouns that the library takes for nothing but verbs. */
const nouns = new Set('chat import input message output read'.split(' '))

/** The library's own words, with what it says of each. */
const model = nlp.model() as unknown as Model

export const english: English = {
  isCommand(words) {
    const [first = '', ...rest] = words
    if (doneToOrders.has(first) && /^orders?$/.test(rest.join(' '))) return true
    if (!isClearlyVerb(first)) return false
    const [verb, ...others] = termsOf(words)
    return verb?.tags.includes('Infinitive') === true && others.length === rest.length && !others.some(isHappening)
  },
  happenedAt(words) {
    const terms = termsOf(words)
    if (terms.length !== words.length) return undefined
    const index = terms.findLastIndex(isHappening)
    return index === -1 ? undefined : index
  },
  asHappened([verb = '', ...rest]) {
    const methods = nlp.methods() as unknown as Methods
    return [...rest, methods.two.transform.verb.conjugate(verb, model).PastTense ?? verb]
  },
}

/** A word that may be a noun as well, such as `order` or `process`, tells nothing without a sentence. */
function isClearlyVerb(word: string): boolean {
  if (nouns.has(word) || Object.hasOwn(model.two.switches, word)) return false
  return verbs.has(word) || (Object.hasOwn(model.one.lexicon, word) && model.one.lexicon[word] === 'Infinitive')
}

/** In lower case: a capital makes a proper noun of any word. */
function termsOf(words: readonly string[]): readonly Term[] {
  const [sentence] = nlp(words.join(' ').toLowerCase()).json() as { readonly terms: readonly Term[] }[]
  return sentence?.terms ?? []
}

const isHappening = ({ normal, tags }: Term): boolean =>
  tags.includes('PastTense') ||
  tags.includes('Participle') ||
  // a participle beside a noun is taken for an adjective: `payment failed`, `light measured`
  (tags.includes('Adjective') && /(?:ed|en)$/.test(normal))
