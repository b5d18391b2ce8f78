import { operate } from './operate.js'

process.exitCode = await operate(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
})
