import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { workspaceRoot } from '../workspace-root.js'
import { kinds } from './kinds.js'

const compose = readFileSync(join(workspaceRoot, 'compose.yaml'), 'utf8')

test.each(Object.values(kinds))('compose.yaml starts $name, and says by which address tests find it', (kind) => {
  const port = new RegExp(`export ${kind.variable}=\\S+127\\.0\\.0\\.1:(\\d+)`).exec(compose)?.[1]
  const service = new RegExp(`^ {2}${kind.name}:\\n(?: {4}.*\\n)+`, 'm').exec(compose)?.[0]

  expect(port).toMatch(/^\d+$/)
  expect(service).toContain(`ports: ['127.0.0.1:${port}:`)
})
