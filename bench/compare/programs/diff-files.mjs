// The least that a program must do: reads two files and prints what changed. References are not followed.
import { readFileSync } from 'node:fs'
import { diff } from '@asyncapi/diff'
import { parse } from 'yaml'

const [before, after] = process.argv.slice(2).map((file) => parse(readFileSync(file, 'utf8')))
console.log(JSON.stringify(diff(before, after).getOutput()))
