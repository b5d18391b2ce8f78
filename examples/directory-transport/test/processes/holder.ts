import { connect, kitchen } from '../stage.js'

// Takes what it may hold, and says so. Nobody lets it finish.
const connection = await connect(process.argv[2] ?? '')
const intake = await connection.open(kitchen)
let held = 0
while (held < kitchen.prefetch) held += (await intake.receive(kitchen.prefetch, new AbortController().signal)).length
console.log(`holds ${held}`)
setInterval(() => {}, 1_000)
