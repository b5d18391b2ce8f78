import { defineRule } from '../define-rule.js'
import { messages } from '../example.js'
import type { Inspected } from '../inspect.js'
import { typesOf } from '../schema-facets.js'
import type { SchemaSite } from '../walk-schemas.js'
import { wordsOf } from '../words.js'

/** Names that are of people, whatever stands before them; in words, since cases differ. */
const personal = [
  ...['email', 'e mail', 'email address', 'e mail address', 'phone', 'phone number', 'mobile', 'mobile number'],
  ...['first name', 'last name', 'given name', 'family name', 'middle name', 'maiden name', 'full name', 'surname'],
  ...['birth date', 'date of birth', 'birthday', 'dob', 'gender', 'nationality', 'marital status'],
  ...['ssn', 'social security number', 'national id', 'passport number', 'driving licence', 'driver license', 'tax id'],
  ...['iban', 'card number', 'credit card', 'credit card number', 'account holder', 'cvv'],
  ...[
    'street',
    'street address',
    'home address',
    'postal address',
    'delivery address',
    'shipping address',
    'billing address',
  ],
  ...['ip address', 'license plate'],
].map((name) => name.split(' '))

/** Ours, and what others call it. */
const marks =
  /^x-(?:.*-)?(?:personal-?data|personal|pii|gdpr|sensitive|privacy|confidential|data-classification|classification)(?:-|$)/i

export default defineRule({
  id: 'personal-data-unmarked',
  severity: 'warning',
  recommended: 'always',
  summary: 'What tells of a person is marked as such.',
  why: 'An event is copied to every subscription, kept in logs and dead letters, and cannot be called back. Who must delete, encrypt or leave out what tells of a person has to know where it is. The mark is "x-personal-data: true" on a schema or on anything around it; "false" says that it is none although its name suggests so. Marks by which others know it (x-pii, x-gdpr…) count too. Silent in a document that marks nothing, unless it is asked for.',
  valid: [
    messages`
      GuestRegistered:
        x-event: { kind: domain }
        summary: Marked, and marked as none.
        payload:
          type: object
          properties:
            email: { type: string, x-personal-data: true }
            kitchenPhone: { type: string, x-personal-data: false }
        examples: [{ payload: { email: ada@example.com } }]
    `,
    messages`
      GuestRegistered:
        x-event: { kind: domain }
        summary: What is around it is marked; and a flag tells of nobody.
        payload:
          type: object
          properties:
            guest:
              type: object
              x-personal-data: true
              properties: { firstName: { type: string } }
            hasEmail: { type: boolean }
        examples: [{ payload: { hasEmail: true } }]
    `,
  ],
  invalid: [
    {
      contract: messages`
        GuestRegistered:
          x-event: { kind: domain }
          summary: One is marked, the other forgotten.
          payload:
            type: object
            properties:
              email: { type: string, x-personal-data: true }
              phoneNumber: { type: string }
          examples: [{ payload: { email: ada@example.com } }]
      `,
      finds: ['GuestRegistered.phoneNumber is personal data by its name; expected a mark'],
    },
    {
      contract: messages`
        GuestMoved:
          x-event: { kind: domain }
          summary: A list of them.
          payload:
            type: object
            properties:
              name: { type: string, x-pii: high }
              former_street_addresses: { type: array, items: { type: string } }
          examples: [{ payload: { name: Ada } }]
      `,
      finds: ['GuestMoved.former_street_addresses is personal data by its name; expected a mark'],
    },
  ],
  check(inspected, report) {
    if (!inspected.isAsked && !inspected.extensions.some(({ name }) => marks.test(name))) return
    for (const site of inspected.sites()) {
      const { property, path, around } = site
      if (property === undefined || around?.property === property || !isPersonal(property)) continue
      if (typesOf(site.facets).some((type) => type === 'boolean') || isMarked(site, inspected)) continue
      report(inspected.place(site), {
        message: `${path} is personal data by its name; expected a mark`,
        mend: 'Add "x-personal-data: true" to it, or to what is around it; or "x-personal-data: false", if it tells of nobody.',
      })
    }
  },
})

function isPersonal(property: string): boolean {
  const words = wordsOf(property)
  return personal.some((name) => name.every((word, index) => isWord(words.at(index - name.length), word)))
}

const isWord = (word: string | undefined, wanted: string): boolean =>
  word === wanted || word === `${wanted}s` || word === `${wanted}es`

function isMarked(site: SchemaSite, { facetsOf }: Inspected): boolean {
  for (let at: SchemaSite | undefined = site; at !== undefined; at = at.around) {
    if (Object.keys(facetsOf(at.schema)).some((key) => marks.test(key))) return true
  }
  return 'extensions' in site.root && Object.keys(site.root.extensions).some((key) => marks.test(key))
}
