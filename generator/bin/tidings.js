#!/usr/bin/env node
import module from 'node:module'

// Node 22 and newer can keep what they have compiled for the next time.
module.enableCompileCache?.()
await import('../dist/cli.js')
