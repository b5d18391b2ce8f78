import { confirmed, connect, size } from '../stage.js'

// Publishes for ever, and tells of each event that was accepted.
const [, , path = '', name] = process.argv
const connection = await connect(path)
const data = new Uint8Array(size).fill(0x78)
for (let number = 1; ; number++) {
  const [refused] = await connection.carry([confirmed(`${name}-${number}`, data)])
  if (refused !== undefined) throw refused
  console.log(`${name}-${number}`)
}
