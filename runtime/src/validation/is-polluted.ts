/**
 * Whether somebody gave all objects a property, by `Object.prototype`, so that an object seems to have what it has not.
 * To know it once makes it needless to ask of each property whether it is the object's own, which costs several times
 * what reading it does. What assigning gives is seen at once; for what libraries define so that no loop shows it, which
 * they do when they are loaded, it is looked now and then.
 */
export const isPolluted = (): boolean => {
  for (const _ in plain) return true
  return asked++ % 64 === 0 ? isPollutedUnseen() : wasPollutedUnseen
}

/** The same of what no loop shows, looked for at once: that costs as much as judging a value. */
export const isPollutedUnseen = (): boolean => {
  wasPollutedUnseen = Object.getOwnPropertyNames(Object.prototype).some((name) => !standard.has(name))
  return wasPollutedUnseen
}

const plain = {}
let asked = 0
let wasPollutedUnseen = false

/** What ECMAScript gives all objects; machine code asks of these whose they are. */
const standard = new Set([
  'constructor',
  'hasOwnProperty',
  'isPrototypeOf',
  'propertyIsEnumerable',
  'toLocaleString',
  'toString',
  'valueOf',
  '__defineGetter__',
  '__defineSetter__',
  '__lookupGetter__',
  '__lookupSetter__',
  '__proto__',
])
