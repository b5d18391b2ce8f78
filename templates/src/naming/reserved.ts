/**
 * Type names that a contract's own must not take: those that generated code uses, and the globals of JavaScript,
 * whose loss would puzzle whoever imports the SDK.
 */
export const reservedTypeNames: readonly string[] = [
  // Ours: what the SDK itself exports, and what it imports from the runtime.
  ...['Publisher', 'Handlers', 'Requests'],
  ...['AnyEvent', 'Codec', 'Delivery', 'Destination', 'Event', 'EventClass', 'EventContext', 'EventDescriptor'],
  ...['EventHandler', 'EventShape', 'Handler', 'Publishing', 'Subscribing', 'Upcaster', 'Validate'],
  // TypeScript's.
  ...['Awaited', 'Capitalize', 'ConstructorParameters', 'Exclude', 'Extract', 'InstanceType', 'Lowercase', 'NoInfer'],
  ...[
    'NonNullable',
    'Omit',
    'Parameters',
    'Partial',
    'Pick',
    'PropertyKey',
    'Readonly',
    'ReadonlyArray',
    'ReadonlyMap',
  ],
  ...['ReadonlySet', 'Record', 'Required', 'ReturnType', 'Uncapitalize', 'Uppercase', 'ThisType'],
  // JavaScript's.
  ...['AggregateError', 'Array', 'ArrayBuffer', 'Atomics', 'BigInt', 'BigInt64Array', 'BigUint64Array', 'Boolean'],
  ...['DataView', 'Date', 'Error', 'EvalError', 'FinalizationRegistry', 'Float32Array', 'Float64Array', 'Function'],
  ...['Infinity', 'Int16Array', 'Int32Array', 'Int8Array', 'Intl', 'Iterator', 'JSON', 'Map', 'Math', 'NaN', 'Number'],
  ...['Object', 'Promise', 'Proxy', 'RangeError', 'ReferenceError', 'Reflect', 'RegExp', 'Set', 'SharedArrayBuffer'],
  ...['String', 'Symbol', 'SyntaxError', 'TypeError', 'URIError', 'Uint16Array', 'Uint32Array', 'Uint8Array'],
  ...['Uint8ClampedArray', 'WeakMap', 'WeakRef', 'WeakSet', 'WebAssembly'],
  // What Node and browsers both have.
  ...['AbortController', 'AbortSignal', 'Blob', 'Buffer', 'CustomEvent', 'DOMException', 'EventTarget', 'FormData'],
  ...['Headers', 'MessageEvent', 'Request', 'Response', 'TextDecoder', 'TextEncoder', 'URL', 'URLSearchParams'],
]

/** Names that an object must not have as members, since the language itself looks for them. */
export const reservedMemberNames: readonly string[] = ['constructor', 'then', 'toJSON', 'toString', 'valueOf']
