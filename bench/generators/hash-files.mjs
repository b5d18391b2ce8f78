// The least that tells whether anything changed: read the contract and all that was generated, and hash each file.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const [contract, folder] = process.argv.slice(2)
const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
const files = [contract, ...entries.map(({ parentPath, name }) => join(parentPath, name))]
const hashes = files.map((file) => createHash('sha256').update(readFileSync(file)).digest('hex'))
console.log(hashes.length)
