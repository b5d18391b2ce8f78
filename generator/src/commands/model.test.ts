import { expect, test } from 'vitest'
import { pinged } from '../fixtures/contracts.js'
import { folderWith } from '../fixtures/folder.js'
import { runTidings } from '../fixtures/run-tidings.js'

test('prints the contract model as JSON, and nothing else', async () => {
  const { status, stdout, stderr } = await runTidings(['model'], folderWith({ 'asyncapi.yaml': pinged() }))

  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(JSON.parse(stdout)).toMatchObject({ model: 1, title: 'Pings', events: [{ id: 'Pinged' }] })
})

test('prints findings where there is no model', async () => {
  const cwd = folderWith({ 'asyncapi.yaml': 'asyncapi: 3.0.0\n' })

  const { status, stdout } = await runTidings(['model', '--format', 'json'], cwd)

  expect(status).toBe(1)
  expect(JSON.parse(stdout)).toMatchObject({ command: 'model', status: 1 })
})

test('keeps warnings out of the model', async () => {
  const contract = pinged().replace('      payload:', '      examples: [{ payload: { at: 1 } }]\n      payload:')

  const { status, stdout, stderr } = await runTidings(['model'], folderWith({ 'asyncapi.yaml': contract }))

  expect(status).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ model: 1 })
  expect(stderr).toContain('warning example-mismatch')
})
