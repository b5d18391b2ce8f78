/** Mends for what the parser finds, by its rule, and where the rule covers many things by its message. */
export function mendFor(code: string, message: string, path: readonly string[]): string {
  // the parser compares a scheme with each of its shapes, and tells what the wrong ones miss
  if (path.at(-2) === 'securitySchemes' || path.at(-3) === 'securitySchemes')
    return 'Write what a scheme of its "type" holds (see Security Scheme Object in the specification), and no more.'
  const required = /must have required property ["'](.+?)["']/.exec(message)
  if (required !== null) return `Add "${required[1]}".`
  const meant = /Did you mean "(.+?)"/.exec(message)
  if (meant !== null) return `Write "${meant[1]}", if that was meant.`
  if (/is not expected to be here/.test(message)) return 'Remove it, correct its name, or write it as an x- extension.'
  const few = /["'](.+?)["'] property must not have fewer than (\d+) items?/.exec(message)
  if (few !== null) return `Give it ${few[2]} or more, or remove "${few[1]}".`
  const redundant = /has redundant defined ["'](.+?)["'] parameter/.exec(message)
  if (redundant !== null)
    return `Write {${redundant[1]}} where it belongs in the address, or remove the parameter; one of a WebSocket's query stands in "bindings.ws.query".`
  const type = /(?:type|^Item at index \d+) must be ((?:string|number|integer|boolean|object|array)\b.*)$/.exec(message)
  if (type !== null) return `Write ${article(type[1] ?? '')} here.`
  const format = /must match format ["'](.+?)["']/.exec(message)
  if (format !== null) return `Write a value of the format "${format[1]}".`
  if (/must match pattern/.test(message)) return 'Write it in the form that the pattern describes.'
  if (/must be equal to constant/.test(message))
    return 'Write the one value that belongs here, or remove what holds it.'
  if (/one of the allowed values/.test(message)) return 'Write one of the allowed values.'
  return Object.hasOwn(byCode, code) ? String(byCode[code]) : 'Write it as the AsyncAPI specification says.'
}

const byCode: Readonly<Record<string, string>> = {
  'asyncapi-document-unresolved': 'Write the thing itself here, in place of the reference.',
  'asyncapi2-channel-parameters': 'Declare each parameter of the address under "parameters", and no other.',
  'asyncapi3-channel-parameters': 'Declare each parameter of the address under "parameters", and no other.',
  'asyncapi2-channel-servers': 'Name servers that stand under "servers".',
  'asyncapi3-channel-servers': 'Refer to servers by "$ref: \'#/servers/…\'".',
  'asyncapi3-required-channel-servers-unambiguity': 'Refer to servers by "$ref: \'#/servers/…\'".',
  'asyncapi2-channel-no-query-nor-fragment': 'Move the query out of the address, to bindings or parameters.',
  'asyncapi3-channel-no-query-nor-fragment': 'Move the query out of the address, to bindings or parameters.',
  'asyncapi2-server-variables': 'Declare each variable of the url under "variables", and no other.',
  'asyncapi2-server-security': 'Name a scheme that stands under "components.securitySchemes".',
  'asyncapi2-operation-security': 'Name a scheme that stands under "components.securitySchemes".',
  'asyncapi2-tags-uniqueness': 'Remove the tag that stands there twice.',
  'asyncapi2-schemas': 'Correct the schema at this place.',
  'asyncapi3-schemas': 'Correct the schema at this place.',
  'asyncapi2-schema-default': 'Correct the default, or the schema.',
  'asyncapi2-schema-examples': 'Correct the example, or the schema.',
  'asyncapi-unused-component': 'Use the component, or remove it.',
  'asyncapi-latest-version': 'Convert the document with the AsyncAPI converter, when it suits you.',
}

function article(types: string): string {
  return `${/^[aeiou]/i.test(types) ? 'an' : 'a'} ${types.replaceAll(',', ' or ')}`
}
