import { runEvening } from './evening.js'

await runEvening((...lines) => console.log(lines.join('\n')))
