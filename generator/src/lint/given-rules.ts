import type { KnownRule } from './known-rule.js'

/** Rules that others check: the AsyncAPI parser, the reading of the contract, and lint itself. */
export const givenRules: readonly KnownRule[] = [
  // What is mostly a mistake
  given('asyncapi-unused-component', 'info', 'recommended', 'A component is used.'),
  given('asyncapi2-unused-securityScheme', 'info', 'recommended', 'A security scheme is used.'),
  given('asyncapi2-server-no-empty-variable', 'warning', 'recommended', 'A variable of a server url has a name.'),
  given('asyncapi2-channel-no-empty-parameter', 'warning', 'recommended', 'A parameter of an address has a name.'),
  given('asyncapi2-schema-default', 'warning', 'recommended', 'A default fits its schema (2.x).'),
  given('asyncapi3-schema-default', 'warning', 'recommended', 'A default fits its schema (3.x).'),
  given('asyncapi2-schema-examples', 'warning', 'recommended', 'An example in a schema fits it (2.x).'),
  given('asyncapi3-schema-examples', 'warning', 'recommended', 'An example in a schema fits it (3.x).'),
  given('location-leads-nowhere', 'warning', 'recommended', 'A runtime expression leads to something in the event.'),
  given('unknown-avro-type', 'warning', 'recommended', 'An Avro type is defined where it is used.'),
  // What makes a document complete
  given('asyncapi-defaultContentType', 'warning', 'strict', 'The document says the content type of its messages.'),
  given('asyncapi-info-description', 'warning', 'strict', 'The document says in words what it describes.'),
  given('asyncapi2-operation-operationId', 'warning', 'strict', 'An operation has an id.'),
  given('asyncapi2-message-messageId', 'warning', 'strict', 'A message has an id.'),
  given('asyncapi2-server-no-trailing-slash', 'warning', 'strict', 'The url of a server does not end with a slash.'),
  given('asyncapi2-channel-no-trailing-slash', 'warning', 'strict', 'An address does not end with a slash.'),
  // What depends on the house
  given('asyncapi-id', 'warning', 'none', 'The document has an id.'),
  given('asyncapi-info-contact', 'warning', 'none', 'The document names a contact.'),
  given('asyncapi-info-contact-properties', 'warning', 'none', 'A contact has name, url and email.'),
  given('asyncapi-info-license', 'warning', 'none', 'The document names a licence.'),
  given('asyncapi-latest-version', 'info', 'none', 'The document is written in the newest AsyncAPI.'),
  given('asyncapi-servers', 'warning', 'none', 'The document names servers.'),
  given('asyncapi2-tags', 'warning', 'none', 'The document has tags.'),
  // What is wrong with an x-lint-ignore
  given('ignore-unknown-rule', 'warning', 'recommended', 'An x-lint-ignore names a rule that there is.'),
  given('ignore-unused', 'warning', 'recommended', 'An x-lint-ignore keeps something from being said.'),
  given('ignore-without-reason', 'warning', 'recommended', 'An x-lint-ignore gives a reason.'),
]

function given(
  id: string,
  severity: KnownRule['severity'],
  set: 'recommended' | 'strict' | 'none',
  summary: string,
): KnownRule {
  return { id, severity, summary, recommended: set === 'recommended' ? 'always' : 'never', strict: set !== 'none' }
}
